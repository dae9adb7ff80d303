import * as z from 'zod/mini'
import { leadId, sendId, slug } from '../names.ts'
import { consentName } from './channel.ts'

const list = z.pipe(
  z.string(),
  z.transform((text) => text.split(',')),
)

/** What the links in mails carry, each signed for its purpose (`tokens.ts`): ids and versions, never an address. */
export const linkClaims = {
  /** The button of a double opt-in: these topics, asked for by this evidence with this form. */
  confirm: z.object({
    leadId,
    topics: z.pipe(list, z.array(consentName).check(z.minLength(1))),
    evidence: z.string(),
    form: slug,
    formVersion: z.int(),
  }),
  unsubscribe: z.object({ leadId, topic: slug, sendId }),
  preferences: z.object({ leadId, sendId }),
  click: z.object({ leadId, sendId }),
  form: z.object({ leadId, sendId }),
  file: z.object({ leadId, sendId, file: slug }),
} as const
export type LinkPurpose = keyof typeof linkClaims
export type LinkClaims<Purpose extends LinkPurpose> = z.output<(typeof linkClaims)[Purpose]>
