export function fingerprint(root: string, sources: readonly string[]): string
