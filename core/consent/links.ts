import * as z from 'zod'
import { leadId, sendId, slug } from '../names.ts'

/** What the links in mails carry, each signed for its purpose (`tokens.ts`): ids and versions, never an address. */
export const linkClaims = {
  /** The button of a double opt-in: these topics, asked for by this evidence with this form. */
  confirm: z.object({
    leadId,
    topics: z
      .string()
      .transform((list) => list.split(','))
      .pipe(z.array(slug).min(1)),
    evidence: z.string(),
    form: slug,
    formVersion: z.number().int(),
  }),
  unsubscribe: z.object({ leadId, topic: slug, sendId }),
  preferences: z.object({ leadId, sendId }),
} as const
export type LinkPurpose = keyof typeof linkClaims
export type LinkClaims<Purpose extends LinkPurpose> = z.output<(typeof linkClaims)[Purpose]>
