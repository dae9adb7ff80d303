/** Is this no answer: absent, null, blank, or an empty list? What takes its place in a mail is the variable's default. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0
}
