import type { OtherChannel } from '../consent/channel.ts'
import { consentNameOf } from '../consent/channel.ts'
import { isGranted, limitHoldsUntil } from '../consent/decide-send.ts'
import { claimsKept, type Mailbox, type TouchClaim } from '../consent/mailbox.ts'
import { reasonForSilence } from '../consent/suppression.ts'
import { fromInstant, toInstant } from '../names.ts'

/** At most so many touches on one channel in any `perMs`. */
export interface TouchCap {
  readonly touches: number
  readonly perMs: number
}

/** A task or a message that is to be made. */
export interface WantedTouch {
  readonly touchId: string
  readonly topic: string
  readonly sequence: string
  /** Absent where nobody is contacted. */
  readonly channel?: OtherChannel | undefined
  readonly cap?: TouchCap | undefined
  /** A reply later than `after` holds it for so long. */
  readonly replyHold?: { readonly after: string; readonly holdMs: number } | undefined
  /** Names this try. */
  readonly by: string
}

/**
 * `allowed`: write `change` on condition of the mailbox's `rev`. `claimed`: an earlier try has; what is left to do is to be done. `held`: not now.
 * `refused`: never.
 */
export type TouchDecision =
  | { readonly verdict: 'allowed'; readonly because: string; readonly change: Partial<Mailbox> }
  | { readonly verdict: 'claimed' }
  | { readonly verdict: 'held'; readonly why: string; readonly untilMs: number }
  | { readonly verdict: 'refused'; readonly why: string }

/** May this task or message be made, by the mailbox alone? As for mail: "no record of consent means no marketing", here for the topic on its channel. */
export function decideTouch(mailbox: Mailbox, wanted: WantedTouch, nowMs: number): TouchDecision {
  const { touchId, topic, channel, cap, replyHold, sequence, by } = wanted
  if (touchClaimOf(mailbox, touchId)) return { verdict: 'claimed' }
  const refusal = reasonNotTo(mailbox, topic, channel)
  if (refusal) return { verdict: 'refused', why: refusal }
  const { repliedAt, touches = [] } = mailbox
  if (channel && repliedAt && replyHold && repliedAt > replyHold.after) {
    const untilMs = fromInstant(repliedAt) + replyHold.holdMs
    if (untilMs > nowMs) return { verdict: 'held', why: 'replied', untilMs }
  }
  const untilMs = cap && touchCapHoldsUntil(mailbox, channel, cap, nowMs)
  if (untilMs !== undefined) return { verdict: 'held', why: 'cap', untilMs }
  const claim: TouchClaim = { id: touchId, at: toInstant(nowMs), by, topic, sequence, ...(channel && { channel }) }
  const because = channel ? consentInWords(mailbox, topic, channel) : 'nobody is contacted'
  return {
    verdict: 'allowed',
    because: because + (cap ? `; under the cap of ${cap.touches} in ${cap.perMs / 86_400_000} days` : ''),
    change: { touches: [...touches, claim].slice(-claimsKept), rev: mailbox.rev + 1 },
  }
}

/**
 * `allowed`: write `change` on condition of the mailbox's `rev`, then call the provider. `mine`: this very try has. `called`: an earlier try was about to call,
 * and nobody knows whether it did. `refused`: no call.
 */
export type CallDecision =
  | { readonly verdict: 'allowed'; readonly change: Partial<Mailbox> }
  | { readonly verdict: 'mine' | 'called' }
  | { readonly verdict: 'refused'; readonly why: string }

/**
 * May the provider be called now? The claim is marked by the same kind of write that a withdrawal makes, so that this falls before or after the call and never
 * inside. `again`: the provider knows a repeat by its key, so that another call does no harm.
 */
export function decideCall(
  mailbox: Mailbox,
  {
    touchId,
    topic,
    channel,
    by,
    again,
  }: Pick<WantedTouch, 'touchId' | 'topic' | 'channel' | 'by'> & { again: boolean },
): CallDecision {
  const claim = touchClaimOf(mailbox, touchId)
  const refusal = reasonNotTo(mailbox, topic, channel)
  if (refusal) return { verdict: 'refused', why: refusal }
  if (!claim) return { verdict: 'refused', why: 'its claim is gone' }
  if (claim.call === by) return { verdict: 'mine' }
  if (claim.call !== undefined && !again) return { verdict: 'called' }
  const touches = (mailbox.touches ?? []).map((one) => (one.id === touchId ? { ...one, call: by } : one))
  return { verdict: 'allowed', change: { touches, rev: mailbox.rev + 1 } }
}

/** What to write where a call that was about to be made certainly was not; undefined when another try's mark stands there. */
export function uncalled(mailbox: Mailbox, touchId: string, by: string): Partial<Mailbox> | undefined {
  if (touchClaimOf(mailbox, touchId)?.call !== by) return undefined
  const touches = (mailbox.touches ?? []).map((one) => (one.id === touchId ? { ...one, call: undefined } : one))
  return { touches, rev: mailbox.rev + 1 }
}

/** When the cap lets the next touch on this channel go, in ms; undefined when it does now. */
export function touchCapHoldsUntil(
  { touches = [] }: Mailbox,
  channel: OtherChannel | undefined,
  cap: TouchCap,
  nowMs: number,
): number | undefined {
  return limitHoldsUntil(
    touches.filter((one) => one.channel === channel),
    cap.touches,
    cap.perMs,
    nowMs,
  )
}

/** The claim of this task or message, when there is one. */
export function touchClaimOf({ touches = [] }: Mailbox, touchId: string): TouchClaim | undefined {
  return touches.find(({ id }) => id === touchId)
}

/** Why nobody may be spoken to, or worked on, at all. */
function reasonNotTo(mailbox: Mailbox, topic: string, channel: OtherChannel | undefined): string | undefined {
  if (mailbox.erasedAt) return 'erased'
  if (!channel) return undefined
  const silence = reasonForSilence(mailbox)
  if (silence) return silence
  const name = consentNameOf(topic, channel)
  if (isGranted(mailbox, name)) return undefined
  const state = Object.hasOwn(mailbox.consent, name) ? mailbox.consent[name]?.state : undefined
  return `no consent to ${topic} by ${channel}: ${state ?? 'none'}`
}

function consentInWords({ consent }: Mailbox, topic: string, channel: OtherChannel): string {
  const found = consent[consentNameOf(topic, channel)]
  return `consent to ${topic} by ${channel} of ${found?.decidedAt}, evidence ${found?.evidence}`
}
