import { HandoffChanged } from '../../core/events.ts'
import { described } from '../../core/webhooks/described.ts'
import { HandoffDescribed } from '../../core/webhooks/events.ts'
import { hears } from '../../core/webhooks/webhook.ts'
import { publish } from '../aws/bus.ts'
import { env } from '../aws/env.ts'
import { readLead } from '../leads/lead-state.ts'
import { onEventsWith } from '../runtime/on-event.ts'
import { readUser } from '../staff/directory.ts'
import { allWebhooks } from './webhook-items.ts'

/** On `HandoffChanged`: says whom it is about, where a CRM or a webhook is set up to hear that; else nothing personal is put on the bus. */
export const handler = onEventsWith([HandoffChanged], allWebhooks, async ({ detail }, webhooks) => {
  const isWanted = env('CRM_DELIVERY') === 'on' || webhooks.some((one) => hears(one, 'handoff.described'))
  const lead = isWanted ? await readLead(detail.leadId) : undefined
  const handoff = lead?.handoffs.find(({ handoffId }) => handoffId === detail.handoffId)
  if (!lead || !handoff || lead.mailbox.erasedAt) return
  await publish(HandoffDescribed, described(detail, handoff, lead.profile, await readUser(detail.owner)))
})
