/** Is this a record of names to values, and no list? */
export function isMap(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
