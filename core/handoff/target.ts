/** A duration, or one for each priority; `otherwise` for those that are not named. */
export type Target = string | { readonly [priority in 1 | 2 | 3 | 4 | 'otherwise']?: string | undefined }

/** What a duration is at this priority. */
export function targetOf(target: Target, priority: 1 | 2 | 3 | 4): string {
  return typeof target === 'string' ? target : (target[priority] ?? target.otherwise ?? '')
}
