import type { Mailbox } from '../../core/consent/mailbox.ts'
import type { Send } from '../../core/consent/send.ts'
import { isComplaint, type MailReport } from '../../core/consent/ses-event.ts'
import { countDelivery, countSoftBounce, suppress } from '../../core/consent/suppression.ts'
import { changeMailbox } from './change-mailbox.ts'
import { recordDecisions } from './record-decisions.ts'
import { lastDelivery } from './send-records.ts'

/**
 * What a report does to the mailbox. "Suppression: permanent bounce, complaint, five soft bounces in a row without a delivery." A complaint is also
 * a withdrawal of the topic complained about, so that lifting the suppression does not bring its mails back.
 */
export async function actOnReport(send: Send, report: MailReport): Promise<void> {
  const { leadId, sendId, topic } = send
  const { what, at } = report
  if (what === 'delivered') await change(leadId, (mailbox) => countDelivery(mailbox, at))
  if (what === 'bounced' && report.bounce === 'permanent') {
    await change(leadId, (mailbox) => suppress(mailbox, { reason: 'bounced', at, detail: report.kind }))
  }
  if (what === 'bounced' && report.bounce === 'transient') {
    const deliveredAt = await lastDelivery(leadId)
    await change(leadId, (mailbox) => countSoftBounce(mailbox, sendId, at, deliveredAt))
  }
  if (!isComplaint(report)) return
  await recordDecisions({
    leadId,
    at,
    decide: ({ erasedAt }) => (topic && !erasedAt ? [{ topic, decision: 'withdrawn' }] : []),
    proof: () => ({ by: 'complaint' }),
    beside: (mailbox) =>
      mailbox.erasedAt ? undefined : suppress(mailbox, { reason: 'complained', at, detail: report.kind }),
  })
}

async function change(leadId: string, decide: (mailbox: Mailbox) => Partial<Mailbox> | undefined): Promise<void> {
  await changeMailbox(leadId, (mailbox) => {
    const changed = mailbox.erasedAt ? undefined : decide(mailbox)
    return changed && { change: changed }
  })
}
