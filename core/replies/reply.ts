import * as z from 'zod/mini'
import { instant, leadId, slug } from '../names.ts'
import { replyKinds } from './reply-kind.ts'
import { scanVerdicts } from './scan-verdict.ts'

/** What came in as a reply to a mail: `LEAD#id / REPLY#id`. Erased with the lead, and the raw mail with it. */
export const reply = z.object({
  leadId,
  /** Follows from the mail itself, so that the same mail that comes twice is one reply. */
  id: z.string(),
  /** When it came in. */
  at: instant,
  what: z.enum(replyKinds),
  /** Where the raw mail lies, for 30 days. */
  object: z.string(),
  /** The mail that it replies to, where its record is still there. */
  sendId: z.optional(z.string()),
  template: z.optional(slug),
  topic: z.optional(slug),
  sequence: z.optional(slug),
  /** From another address than the lead's: another account of the person, or somebody to whom the mail was passed on. */
  otherSender: z.optional(z.literal(true)),
  /** What SES found in the mail: then it counts for nothing, unless a person says that it is a reply. */
  verdict: z.optional(z.enum(scanVerdicts)),
  /** As the person wrote it, without quote; cut where it is very long. */
  text: z.string(),
  /** The names of what hung on it: kept with the raw mail, and never passed on. */
  attachments: z.array(z.string()),
})
export type Reply = z.infer<typeof reply>
