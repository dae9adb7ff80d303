import { pointerOf } from '../../core/content/problem.ts'

/**
 * JSON pointer to the first text that holds half of a character (a lone surrogate of UTF-16), or to what holds such a name; undefined when there is none.
 * JSON can escape one; as UTF-8 it could be neither stored nor sent. Any depth, so without recursion.
 */
export function placeOfIllFormed(value: unknown): string | undefined {
  const rest: { value: unknown; at: string }[] = [{ value, at: '' }]
  for (const { value: one, at } of rest) {
    if (typeof one === 'string' && !one.isWellFormed()) return at
    if (one === null || typeof one !== 'object') continue
    for (const [name, inner] of Object.entries(one)) {
      if (!name.isWellFormed()) return at
      rest.push({ value: inner, at: at + pointerOf([name]) })
    }
  }
  return undefined
}
