import * as z from 'zod/mini'
import { eventKind } from '../events.ts'
import { stage } from '../leads/lead.ts'
import { handoffId, instant, leadId, slug } from '../names.ts'

/** A hand-off with whom it is about, for systems that work with people: told only where a CRM or a webhook is set up for it. Texts are empty where nothing is known. */
export const HandoffDescribed = eventKind('HandoffDescribed', () =>
  z.object({
    leadId,
    handoffId,
    state: z.string(),
    cause: z.string(),
    at: instant,
    stage,
    priority: z.int(),
    score: z.number(),
    /** What sales found, once it said so: in the words of whoever found it. */
    findings: z.optional(
      z.object({
        need: z.optional(z.string()),
        authority: z.optional(z.string()),
        budget: z.optional(z.string()),
        timing: z.optional(z.string()),
      }),
    ),
    /** Person and company in one line. */
    title: z.string(),
    owner: z.object({ userId: slug, name: z.string(), email: z.string() }),
    contact: z.object({
      email: z.string(),
      firstName: z.string(),
      /** Never empty, since CRMs ask for one: the first name, else the address, where none is known. */
      lastName: z.string(),
      /** Never empty: the domain of the address where none is known. */
      company: z.string(),
      jobTitle: z.string(),
      country: z.string(),
      language: z.string(),
    }),
  }),
)

/** One message to one webhook is to be tried; `made` is how often it was tried when this was said, so that a late repeat tries nothing. */
export const WebhookDue = eventKind('WebhookDue', () =>
  z.object({ webhookId: slug, messageId: z.string(), leadId: z.optional(leadId), made: z.int() }),
)

/** Ripen gave a webhook up; whoever answers for it is to hear of it. */
export const WebhookDisabled = eventKind('WebhookDisabled', () =>
  z.object({ webhookId: slug, reason: z.string(), at: instant }),
)
