import type { Profile } from './lead.ts'

/** What a person is called by their own answers; undefined where they gave no name. */
export function nameOf({ fields }: Pick<Profile, 'fields'>): string | undefined {
  const name = [fields.firstName, fields.lastName].filter((part) => typeof part === 'string' && part.trim() !== '')
  return name.length > 0 ? name.join(' ') : undefined
}
