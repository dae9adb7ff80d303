import type { Finding } from '../content/problem.ts'

/** Something in a model that keeps it from going live. */
export function refusal(path: Finding['path'], message: string, mend: string): Finding {
  return { path, severity: 'error', message, mend }
}
