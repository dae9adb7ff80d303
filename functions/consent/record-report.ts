import { judgeOpen, type Likelihood, markOf } from '../../core/consent/machine-click.ts'
import type { Send } from '../../core/consent/send.ts'
import { activityTypeOf, type MailReport } from '../../core/consent/ses-event.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { metricNames } from '../../core/metrics.ts'
import { emailVersion } from '../content/published.ts'
import { recordFacts } from '../leads/record-facts.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { actOnReport } from './act-on-report.ts'
import { addClick, clicksNow, markFact } from './clicks.ts'
import { countOutcome } from './mail-outcomes.ts'
import { markReported, readSend, recordSent } from './send-records.ts'

/**
 * Takes in one report of SES about a mail, matched by its tags: proves the send, acts on the mailbox, and becomes a fact. Every part may be repeated; the
 * mailbox goes first, so that no fact is told whose consequence is not stored yet.
 */
export async function recordReport(report: MailReport): Promise<void> {
  const { about } = report
  const send = about && (await readSend(about.leadId, about.sendId))
  if (!send) {
    // Mail to staff, or a lead that was erased since.
    measure(metricNames.mailReportsDropped)
    log.info('a report about a mail that is no mail to a known lead was dropped', { what: report.what, dropped: 1 })
    return
  }
  await prove(send, report)
  await actOnReport(send, report)
  if (await isFirst(send, report)) await countOutcome(send, report)
  const type = activityTypeOf(report.what)
  if (!type) return
  const { leadId } = send
  const { link, at, activityId: id } = report
  const clicks = report.what === 'clicked' && link !== undefined ? await addClick(send, { ...report, link }) : undefined
  // What this click says of those before it is known before it is told, so that whoever scores the lead then sees it.
  for (const [other, one] of clicks ?? []) if (other !== id) await markFact(leadId, other, one)
  const likelihood = report.what === 'opened' ? judgeOpen(at, arrivalOf(send, report), report.agent) : clicks?.get(id)
  const data = { ...dataOf(send, report, likelihood), ...(type === 'email-clicked' && (await interestsIn(send))) }
  await recordFacts(leadId, [{ leadId, id, type, at, data }])
  // Another click may have come in between, when this one was not stored yet.
  const now = clicks && (await clicksNow(send, report)).get(id)
  if (now && now.person !== likelihood?.person) await markFact(leadId, id, now)
}

function arrivalOf({ deliveredAt }: Send, { sentAt }: MailReport): string {
  return deliveredAt ?? sentAt
}

/** SES can report only what it took. */
async function prove(send: Send, { messageId }: MailReport): Promise<void> {
  if (send.state !== 'SENT') {
    await recordSent(send, { messageId })
    return
  }
  if (!send.messageId || send.messageId === messageId) return
  measure(metricNames.mailSentTwice)
  log.error('two mails went out for one send', { leadId: send.leadId, sendId: send.sendId })
}

async function isFirst(send: Send, { what, at }: MailReport): Promise<boolean> {
  if (what === 'delivered') return markReported(send, 'deliveredAt', at)
  if (what === 'bounced') return markReported(send, 'bouncedAt', at)
  if (what === 'complained') return markReported(send, 'complainedAt', at)
  return false
}

/** What the mail is about, for the interests of whoever clicked; nothing where its version can't be read any more. */
async function interestsIn({ template, templateVersion, locale }: Send): Promise<{ tags?: string[] }> {
  const tags = (await emailVersion(template, templateVersion, locale))?.email.tags
  return tags ? { tags } : {}
}

/** Flat, for the conditions of sequences and scoring. No address, no network and no browser of the reader is kept. */
function dataOf(send: Send, report: MailReport, likelihood: Likelihood | undefined): Activity['data'] {
  const { sendId, template, topic, sequence, enrolmentId, step } = send
  const { link, bounce, kind } = report
  const known = {
    sendId,
    template,
    topic,
    sequence,
    enrolmentId,
    step,
    link,
    bounce,
    kind,
    ...(likelihood && markOf(likelihood)),
  }
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Activity['data']
}
