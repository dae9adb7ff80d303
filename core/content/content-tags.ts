import * as z from 'zod/mini'
import { stage } from '../leads/lead.ts'
import { slug } from '../names.ts'

const slugs = z.array(slug).check(z.minLength(1), z.maxLength(20))

/**
 * What marketing says of a mail or a file, so that it can be seen for whom something is missing: at which stages and for which people it is, which problem it
 * speaks of, and what kind of thing it is. One, or a list; without an audience it is for anyone.
 */
export const contentTags = {
  stage: z.optional(z.union([stage, z.array(stage).check(z.minLength(1))])),
  audience: z.optional(z.union([slug, slugs])),
  problem: z.optional(z.union([slug, slugs])),
  /** For example `case-study`, `checklist`, `video`. */
  format: z.optional(slug),
} as const

/** These as they are written. */
export interface ContentTags {
  readonly stage?: string | readonly string[] | undefined
  readonly audience?: string | readonly string[] | undefined
  readonly problem?: string | readonly string[] | undefined
  readonly format?: string | undefined
}

/** One, or a list, as a list. */
export function listed(tag: string | readonly string[] | undefined): readonly string[] {
  return tag === undefined ? [] : [tag].flat()
}

/** What somebody who reads this shows interest in: its tags, and the problem that it speaks of. */
export function interestsShownBy({
  tags = [],
  problem,
}: Pick<ContentTags, 'problem'> & { readonly tags?: readonly string[] | undefined }): string[] {
  return [...new Set([...tags, ...listed(problem)])].sort()
}
