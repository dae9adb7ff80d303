import type { FormSubmission } from '../../core/capture/judge-submission.ts'
import { forgottenUntil } from '../../core/leads/erasure.ts'
import { metricNames } from '../../core/metrics.ts'
import { VisitorNamed } from '../../core/website/events.ts'
import { publish } from '../aws/bus.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { leadIdOf } from '../leads/identity.ts'
import { mergeByRule } from '../leads/propose-merge.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { askToConfirm } from './ask-to-confirm.ts'
import { captureLead } from './capture-lead.ts'
import { judge } from './judge.ts'
import { isRepeat } from './repeats.ts'
import { letIn } from './submissions.ts'

/**
 * Judges a post, once, and captures its lead unless it is quarantined. A repeat changes nothing; after a crash at any point a redelivery does the rest.
 * A post from before the erasure of its lead is dropped and counted.
 */
export async function acceptSubmission(post: FormSubmission): Promise<void> {
  const { submissionId } = post
  const leadId = await leadIdOf(post.email)
  const mailbox = await readMailbox(leadId)
  const until = mailbox && forgottenUntil(mailbox)
  if (until !== undefined && post.actedAt <= until) {
    measure(metricNames.erasedDropped)
    log.info('a post from before its lead was erased is dropped', { leadId, submissionId })
    return
  }
  if (await isRepeat(post)) {
    log.info('a post without a key repeats another one', { leadId, submissionId, repeated: 1 })
    return
  }
  const judged = await judge(post, leadId, mailbox)
  const record = post.released ? await letIn(judged, post.released) : judged
  if (record.state === 'quarantined') return
  await captureLead(record)
  if (post.visitor !== undefined) {
    await publish(VisitorNamed, { visitorId: post.visitor, leadId, at: post.actedAt, before: post.visitorBefore })
  }
  if (post.reader !== undefined) await mergeByRule(post.reader, leadId, 'mail-link', post.actedAt)
  await askToConfirm(record)
}
