import * as z from 'zod/mini'
import { eventKind } from '../events.ts'
import { instant, leadId, slug } from '../names.ts'
import { visit, visitorId } from './visit.ts'

/** What a visitor of a website did was acknowledged. The one durable write of `POST /events`. */
export const VisitorActed = eventKind('VisitorActed', () =>
  z.object({
    batchId: z.string(),
    visitorId,
    site: slug,
    /** The server's time; each event lies `ago` ms before it. */
    actedAt: instant,
    consentedAt: z.string(),
    events: z.array(visit),
    /** What each of them shows interest in, in their order, as the site said then; absent where none does. */
    interests: z.optional(z.array(z.array(slug))),
    /** Who came, as the link in a mail said. */
    leadId: z.optional(leadId),
  }),
)

/** A form post that was let in says who a visitor is; `before`: what its browser was called until then, when it had said to be somebody. */
export const VisitorNamed = eventKind('VisitorNamed', () =>
  z.object({ visitorId, leadId, at: instant, before: z.optional(visitorId) }),
)
