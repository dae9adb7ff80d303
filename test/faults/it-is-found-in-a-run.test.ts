import './virtual-clock.ts'
import { SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import type { StartExecutionCommandInput } from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { ses } from '../../functions/aws/mailer.ts'
import { sms } from '../../functions/outreach/send-sms.ts'
import { settings } from './settings.ts'
import type { StoryName } from './stories.ts'
import { dawdle } from './virtual-clock.ts'
import { foundWhen, goesTwice, isNotStored, isTakenBack, vanishes, type Wrong } from './wrongs.ts'

const neverSucceeds =
  (who: string): Wrong =>
  ({ by }) =>
    by === who ? Promise.reject(new Error('as always')) : undefined

const neverRuns =
  (machineArn: string): Wrong =>
  ({ name, input }) =>
    name === 'StartExecutionCommand' && (input as StartExecutionCommandInput).stateMachineArn === machineArn
      ? Promise.resolve({})
      : undefined

/** A minute after it tells of something, a mail goes. */
const mailsLater =
  (who: string): Wrong =>
  ({ name, by }, _make, { timeline }) => {
    if (name === 'PutEventsCommand' && by === who) timeline.after(60_000, mails)
    return undefined
  }

const sendsTwice = goesTwice('SendEmailCommand')

/** Whoever got a mail gets an SMS with it. */
const textsAsWell: Wrong = ({ name, input }) => {
  const leadId = (input as SendEmailCommandInput).EmailTags?.find(({ Name }) => Name === 'leadId')?.Value
  return name === 'SendEmailCommand' && leadId
    ? sms.send(new SendTextMessageCommand({ DestinationPhoneNumber: '', Context: { ripen: `${leadId}.some` } }))
    : undefined
}

/** The process is frozen between its last look at the time and its call. */
const dawdles: Wrong = ({ name }) => {
  if (name === 'SendEmailCommand') dawdle(11_000)
  return undefined
}

async function mails(): Promise<void> {
  await ses.send(new SendEmailCommand({ Content: {}, EmailTags: [{ Name: 'basis', Value: 'consent' }] }))
}

describe('what must never be is found in a run', () => {
  it.each<[string, Wrong, string, StoryName?]>([
    ['a post that is acknowledged and lost', vanishes('FormSubmitted'), 'an acknowledged submission is never lost'],
    ['a qualification that nobody hears of', vanishes('LeadQualified'), 'a qualification is handed off'],
    ['a confirmation that nobody hears of', vanishes('ActivityObserved'), 'mailable follows from the mailbox'],
    ['an event that is never taken', neverSucceeds('nurture/enrol-lead.event'), 'nothing ends in a dead-letter queue'],
    ['a status that is wrong', neverSucceeds('nurture/enrol-lead.event'), 'the nightly check finds nothing'],
    ['a step that is never taken', neverSucceeds('take-step.task'), 'no machine fails for good'],
    [
      'a sequence that is said to run and does not',
      neverRuns(settings.NURTURE_MACHINE_ARN),
      'an active enrolment has a live clock',
    ],
    [
      'a hand-off that nobody keeps time on',
      neverRuns(settings.SLA_MACHINE_ARN),
      'a hand-off with something due has a live clock',
    ],
    ['an owner who is not told', neverRuns(settings.SLA_MACHINE_ARN), 'the owner of a hand-off is told'],
    ['a mail that goes twice', sendsTwice, 'no mail goes twice'],
    ['a mail to staff that goes twice', sendsTwice, 'nobody of the staff is told twice'],
    ['a mail that nobody claimed', mailsLater('submit-form.http'), 'a mail goes by a claim'],
    ['a mail that goes long after its claim', dawdles, 'no mail goes more than 10 s after its claim'],
    [
      'a mail after a withdrawal',
      mailsLater('withdraw-consent.http'),
      'no marketing mail after a withdrawal was answered',
    ],
    ['a mail after an erasure', mailsLater('erase-lead.http'), 'no mail after an erasure was answered', 'is-erased'],
    [
      'a withdrawal that is answered and not stored',
      isNotStored('withdraw-consent.http', 'MAILBOX'),
      'an answered withdrawal is stored',
    ],
    ['a message that goes twice', goesTwice('SendTextMessageCommand'), 'no message goes twice', 'is-called-and-texted'],
    ['a message without consent', textsAsWell, 'a message has a consent to its channel'],
    [
      'an answer to a task that is not stored',
      isNotStored('post-task-answer.http', 'TOUCH#'),
      'the answer to a task stands',
      'is-called-and-texted',
    ],
    ['a visit that is lost', vanishes('VisitorActed'), 'a visit that was taken is the lead’s', 'browses-and-is-posted'],
    [
      'a lead of a partner that is lost',
      vanishes('LeadPosted'),
      'a lead that a partner posted is never lost',
      'browses-and-is-posted',
    ],
    [
      'a merge that is not stored',
      isTakenBack('merge-lead.http', 'MAILBOX'),
      'a merge and its undoing stand',
      'is-merged',
    ],
    ['an answer of sales that is not stored', isNotStored('accept', 'HANDOFF#'), 'the answer of sales stands'],
  ])('%s', async (_what, wrong, rule, story = 'withdraws-late') => {
    expect(await foundWhen(wrong, story)).toContain(rule)
  })
})
