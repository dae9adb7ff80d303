import type { MailOutcomes } from '../../core/consent/account-guard.ts'
import { guardedFrom, hourOf } from '../../core/consent/account-guard.ts'
import type { Send } from '../../core/consent/send.ts'
import { isComplaint, type MailReport } from '../../core/consent/ses-event.ts'
import { fromInstant } from '../../core/names.ts'
import { countKey } from '../aws/keys.ts'
import { everyItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

/** Counted long enough to see a week and the one before it. */
const keptMs = 30 * 86_400_000

/** Counts what became of a marketing mail in its hour. A crash between the mark on the send and this leaves one uncounted, never one counted twice. */
export async function countOutcome(send: Send, report: MailReport): Promise<void> {
  const what = outcomeOf(report)
  if (send.basis !== 'consent' || what === undefined) return
  const expiresAt = Math.floor((fromInstant(report.at) + keptMs) / 1_000)
  await updateItem(countKey('mail', hourOf(report.at)), { set: { expiresAt }, add: { [what]: 1 } })
}

/** What became of the marketing mails that the account guard looks at, by hour. */
export async function recentOutcomes(turnedOnAt: string | undefined): Promise<MailOutcomes[]> {
  const hours: MailOutcomes[] = []
  const { pk } = countKey('mail', '')
  const between = { from: guardedFrom(now(), turnedOnAt), to: '~' }
  for await (const item of everyItem({ pk, between })) {
    hours.push({
      deliveries: Number(item.deliveries ?? 0),
      bounces: Number(item.bounces ?? 0),
      complaints: Number(item.complaints ?? 0),
    })
  }
  return hours
}

/** As SES judges an account: bounces that are for good, complaints that people made, and only of mails that it tried to deliver. */
function outcomeOf(report: MailReport): keyof MailOutcomes | undefined {
  if (report.what === 'delivered') return 'deliveries'
  if (report.onList) return undefined
  if (report.what === 'bounced') return report.bounce === 'permanent' ? 'bounces' : undefined
  return isComplaint(report) ? 'complaints' : undefined
}
