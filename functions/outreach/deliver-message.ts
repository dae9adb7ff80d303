import { randomUUID } from 'node:crypto'
import { metricNames } from '../../core/metrics.ts'
import { toInstant } from '../../core/names.ts'
import { triedAgainAt, verdictOf } from '../../core/outreach/call-result.ts'
import { type CallDecision, decideCall, uncalled } from '../../core/outreach/decide-touch.ts'
import { resultFact } from '../../core/outreach/result-fact.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import { fenceMs } from '../aws/claim-fence.ts'
import { mailboxKey } from '../aws/keys.ts'
import { ifRev, updateItem } from '../aws/table.ts'
import { changeMailbox, MailboxContended, readMailbox } from '../consent/change-mailbox.ts'
import { marketingMailOn } from '../consent/switches.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { callProvider } from './call-provider.ts'
import { composeMessage } from './compose-message.ts'
import { readProvider } from './provider-items.ts'
import { changeTouch, readTouch } from './touch-items.ts'

/** What staff must mend, or the switch stops, is looked at again after this. */
const lookAgainMs = 15 * 60_000

/**
 * Calls the provider of a message: the mailbox is read again and marked by one conditional write just before, so that a withdrawal falls before or after the call.
 * A call whose end nobody saw is made again only where the provider knows a repeat; else its callback may still prove it, until its step waits no more.
 */
export async function deliverMessage(leadId: string, touchId: string, tries: number): Promise<void> {
  const message = await readTouch(leadId, touchId)
  const isDue = message?.state === 'open' && (message.call === 'due' || message.call === 'unknown')
  if (!isDue || message.tries !== tries || (message.until ?? '') <= toInstant(now())) return
  const [provider, lead] = await Promise.all([readProvider(message.provider ?? ''), readLead(leadId)])
  if (!lead || lead.mailbox.erasedAt) return
  if (!provider?.enabled || !message.channel || !provider.channels.includes(message.channel)) {
    measure(metricNames.messagesStuck)
    log.error('a message waits for a provider that is not there, is off or has not this channel', { leadId, touchId })
    return putOff(message, toInstant(now() + lookAgainMs), 'its provider is not there, is off or has not this channel')
  }
  if (!(await marketingMailOn())) return putOff(message, toInstant(now() + lookAgainMs), 'stopped by the switch')
  const composed = await composeMessage(message, lead, provider)
  if ('why' in composed) return skip(message, 'skipped', composed.why)

  const by = randomUUID().slice(0, 8)
  const again = provider.idempotent && provider.kind === 'webhook'
  const { decision, startedMs } = await markCall(message, by, again)
  if (decision.verdict === 'refused') return skip(message, 'withdrawn', decision.why)
  if (decision.verdict !== 'mine') return noteUnknown(message, 'called before, and nobody saw the answer')
  const called =
    performance.now() - startedMs > fenceMs ? { error: 'late' } : await callProvider(composed, message, provider)
  const status = 'status' in called ? String(called.status) : called.error
  const verdict = verdictOf(called)
  if (verdict !== 'accepted') log.warn('a provider did not take a message', { leadId, touchId, status, verdict })
  switch (verdict) {
    case 'accepted':
      await settle(message, { call: 'accepted', status, calledAt: toInstant(now()), nextAt: undefined }, 'message-sent')
      return
    case 'refused':
      await fail(message, status)
      return
    case 'not-made':
      await changeMailbox(leadId, (read) => {
        const change = uncalled(read, touchId, by)
        return change && { change }
      })
      return putOff(message, triedAgainAt(message, now()), status)
    case 'unknown':
      if (again) return putOff(message, triedAgainAt(message, now()), status)
      return noteUnknown(message, status)
  }
}

/** One conditional write on the mailbox's `rev`; `mine` means that this try, and no other, may call. */
async function markCall(
  { leadId, touchId, topic, channel }: Touch,
  by: string,
  again: boolean,
): Promise<{ decision: CallDecision; startedMs: number }> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const mailbox = await readMailbox(leadId)
    const startedMs = performance.now()
    if (!mailbox) return { decision: { verdict: 'refused', why: 'no such lead' }, startedMs }
    const decision = decideCall(mailbox, { touchId, topic, channel, by, again })
    if (decision.verdict !== 'allowed') return { decision, startedMs }
    if (await updateItem(mailboxKey(leadId), { set: decision.change }, ifRev(mailbox.rev)))
      return { decision: { verdict: 'mine' }, startedMs }
  }
  throw new MailboxContended()
}

async function settle({ leadId, touchId }: Touch, change: Partial<Touch>, fact?: string): Promise<void> {
  await changeTouch(leadId, touchId, (read) => ({
    // Its callback may have been faster than its answer.
    change: { ...change, ...(read.state !== 'open' && { nextAt: undefined }) },
    ...(fact && { facts: [resultFact(read, fact, 'sent', toInstant(now()))] }),
  }))
}

/** It is not made after all, and its step goes on. */
async function skip({ leadId, touchId }: Touch, result: 'skipped' | 'withdrawn', why: string): Promise<void> {
  const at = toInstant(now())
  await changeTouch(leadId, touchId, (read) =>
    read.state !== 'open'
      ? undefined
      : {
          change: { state: 'skipped', call: 'none', result, why, settledAt: at, nextAt: undefined },
          facts: [resultFact(read, 'touch-skipped', result, at)],
        },
  )
}

/** The provider said no for good. */
async function fail({ leadId, touchId }: Touch, status: string): Promise<void> {
  const at = toInstant(now())
  measure(metricNames.messagesRefused)
  await changeTouch(leadId, touchId, (read) =>
    read.state !== 'open'
      ? undefined
      : {
          change: {
            state: 'answered',
            call: 'refused',
            status,
            result: 'failed',
            why: `the provider answered ${status}`,
            settledAt: at,
            nextAt: undefined,
          },
          facts: [resultFact(read, 'message-failed', 'failed', at)],
        },
  )
}

/** It did not go yet; without a time it is not tried again, and its step times out. */
async function putOff(
  { leadId, touchId, tries: before }: Touch,
  nextAt: string | undefined,
  status: string,
): Promise<void> {
  await changeTouch(leadId, touchId, (read) =>
    read.state !== 'open' || read.tries !== before
      ? undefined
      : { change: { nextAt, status, tries: (read.tries ?? 0) + 1 } },
  )
}

/** Nobody knows whether it went: nothing but its callback tells. */
async function noteUnknown({ leadId, touchId }: Touch, status: string): Promise<void> {
  measure(metricNames.messagesStuck)
  await changeTouch(leadId, touchId, (read) =>
    read.call === 'due' ? { change: { call: 'unknown', status, nextAt: undefined } } : undefined,
  )
}
