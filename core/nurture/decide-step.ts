import { type Facts, holds } from '../condition.ts'
import { capHoldsUntil, isClaimed, isGranted } from '../consent/decide-send.ts'
import { isDated, isParkedBySales, isWithSales, type LeadState } from '../leads/lead-status.ts'
import { fromInstant, toInstant } from '../names.ts'
import { touchCapHoldsUntil, touchClaimOf } from '../outreach/decide-touch.ts'
import { isZone } from '../zone.ts'
import { askedInWords } from './asked-in-words.ts'
import type { Enrolment } from './enrolment.ts'
import { reasonToExit } from './exits.ts'
import { goalReached } from './goal.ts'
import { leadFacts } from './lead-facts.ts'
import { heldByReply, replyHoldsUntil } from './on-reply.ts'
import { sendIdOf } from './send-id.ts'
import type { chooseSendTime, SendTimeAsked } from './send-time/choose-send-time.ts'
import { end, type Sequence, type Step } from './sequence.ts'
import { variantOf } from './share.ts'
import { afterStep, capOf, capOn, otherwiseOf, stepOf, waitOf } from './steps.ts'
import { channelOf, consentFor, isTouch } from './touches.ts'
import { windowSlot } from './window.ts'

/** A hold that ends by what people do (sales answers, staff lifts it) is looked at again after this long, should nobody wake it. */
const lookAgainMs = 30 * 86_400_000

/** How a mail says that the switch for all marketing mail holds it. */
export const stoppedBySwitch = 'marketing mail is stopped by the switch'

/** How a mail says that it waits for the hour in which its lead reads: by its own clicks, or by those of all leads. */
const heldForHour = { habit: 'habit', common: 'common hours', none: undefined } as const

/** How a mail says that its sequence is paused as a whole. */
export const sequencePaused = 'sequence paused'

/** Does this hold end only by what staff does? Such a step has no clock: the sweep goes on with it once the hold is lifted. */
export function isStopped(held: string | undefined): boolean {
  return held === stoppedBySwitch || held === sequencePaused
}

/** All that decides what a lead in a sequence does next. */
export interface StepInput {
  /** The version that the enrolment is pinned to. */
  readonly sequence: Sequence
  readonly enrolment: Enrolment
  readonly lead: LeadState
  readonly nowMs: number
  readonly setting: {
    /** IANA zone of leads whose own is not known. */
    readonly zone: string
    /** Is marketing mail allowed at all, by the switch? */
    readonly marketingMail: boolean
    /** The sequences that somebody paused as a whole. */
    readonly paused?: ReadonlySet<string>
    /** Chooses the hour of a mail whose sequence goes by habit; who only looks whether there is something to do keeps to what was chosen. */
    readonly sendTime?: (asked: SendTimeAsked) => ReturnType<typeof chooseSendTime>
  }
}

/**
 * `send`: this template, now. `touch`: the task or message of this step is to be made, or the one that was is over. `wait`: nothing before `dueMs`; `held` says why where it is not a step of the sequence that waits;
 * without `clock` nobody needs to look at it in between (the switch, a paused sequence). `go`: on to another step at once. `end`: the sequence is over for this lead.
 */
export type StepDecision =
  | { readonly kind: 'send'; readonly step: string; readonly template: string }
  | { readonly kind: 'touch'; readonly step: string }
  | {
      readonly kind: 'wait'
      readonly dueMs: number
      readonly held?: string
      readonly clock: boolean
      readonly sendTime?: Enrolment['sendTime']
    }
  | {
      readonly kind: 'go'
      readonly to: string
      readonly why: string
      readonly splits?: Readonly<Record<string, string>>
      readonly moved?: Enrolment['moved']
      readonly trial?: Enrolment['trial']
      readonly had?: Enrolment['had']
    }
  | { readonly kind: 'end'; readonly state: 'finished' | 'exited' | 'goal'; readonly reason: string }

/** What to do with this lead at its present step: the one decision that the running system and `simulate` both take. */
export function decideStep(input: StepInput): StepDecision {
  const { sequence, enrolment, lead, nowMs } = input
  const reached = goalReached(sequence, enrolment, lead, nowMs)
  if (reached) return { kind: 'end', state: 'goal', reason: reached }
  const leaves = reasonToExit(sequence, enrolment, lead, nowMs)
  if (leaves) return { kind: 'end', state: 'exited', reason: leaves }
  // What a mail came to that is on its way is known first: in the other band, and back here, it must not go again.
  if (enrolment.crossed && !isTried(enrolment, lead)) {
    return { kind: 'end', state: 'exited', reason: `exit: its score moved it to ${enrolment.crossed}` }
  }
  // A list is spread over time: some enter it later than they were put there.
  if (fromInstant(enrolment.since) > nowMs) return { kind: 'wait', dueMs: fromInstant(enrolment.since), clock: true }
  if (enrolment.step === end) return { kind: 'end', state: 'finished', reason: 'finished' }
  const step = stepOf(sequence, enrolment.step)
  if (!step) return { kind: 'end', state: 'exited', reason: `step ${enrolment.step} is not in this version` }
  if (step.end) return { kind: 'end', state: 'finished', reason: `finished at ${step.id}` }
  if (step.send !== undefined) return decideSendStep(input, step)
  // A mail that was on its way when the lead was moved here: what became of it is looked for before anything else, and no other takes its name.
  if (enrolment.moved && isTried(enrolment, lead)) return { kind: 'send', step: step.id, template: '' }
  if (step.wait !== undefined) return decideWait(input, step)
  if (isTouch(step)) return decideTouchStep(input, step)
  if (step.split) {
    const drawn = Object.hasOwn(enrolment.splits, step.id) ? enrolment.splits[step.id] : undefined
    const sticky = drawn !== undefined && Object.hasOwn(step.split, drawn)
    const variant = sticky ? drawn : variantOf(step.split, lead.profile.leadId, sequence.id, step.id)
    const to = step.go && Object.hasOwn(step.go, variant) ? step.go[variant] : undefined
    return {
      kind: 'go',
      to: to ?? afterStep(sequence, step),
      why: `variant ${variant}`,
      splits: { ...enrolment.splits, [step.id]: variant },
      ...(isNewTrial(input, step) && { trial: { step: step.id, variant, at: toInstant(nowMs) } }),
    }
  }
  const facts = factsAt(input)
  const ways = (step.branch ?? []).map(({ when }) => when)
  const taken = ways.findIndex((when) => holds(when, facts))
  const way = step.branch?.[taken]
  if (way) {
    return { kind: 'go', to: way.go, why: `condition ${taken + 1} of ${step.id} holds${askedInWords(way.when)}` }
  }
  return {
    kind: 'go',
    to: otherwiseOf(sequence, step),
    why: `no condition of ${step.id} holds at ${new Date(nowMs).toISOString()}${askedInWords(...ways)}`,
  }
}

function factsAt({ sequence, enrolment, lead, nowMs }: StepInput): Facts {
  return leadFacts({ profile: lead.profile, nowMs, segments: sequence.segments, enrolment })
}

/** Does the lead come to this experiment for the first time? Who comes round again, or into the sequence again, is counted as before. */
function isNewTrial({ sequence, enrolment, lead }: StepInput, { id, experiment }: Step): boolean {
  const before = lead.enrolments.filter((one) => one.sequence === sequence.id)
  return experiment !== undefined && ![enrolment, ...before].some(({ trial }) => trial?.step === id)
}

/** The zone that counts for a lead: its own where that is known and one of IANA's. */
function zoneOf(input: Pick<StepInput, 'lead' | 'setting'>): string {
  const { zone } = input.lead.profile
  return zone && isZone(zone) ? zone : input.setting.zone
}

/** The first time from `ms` on that the sequence's window is open for this lead. */
function slotIn(input: StepInput, ms: number): number {
  const { window } = input.sequence
  return window ? windowSlot(window, zoneOf(input), input.enrolment.leadId, ms) : ms
}

function cappedBy({ cap }: Sequence): string {
  return `cap of ${cap?.emails} in ${cap?.per}`
}

function decideWait(input: StepInput, step: Step): StepDecision {
  const { sequence, enrolment, nowMs } = input
  const { forMs, until } = waitOf(step) ?? { forMs: 0, until: undefined }
  const to = afterStep(sequence, step)
  if (until && holds(until, factsAt(input))) {
    return { kind: 'go', to, why: `${step.id} ended early: what it waits for happened${askedInWords(until)}` }
  }
  // The wait ends where the window is open, so that the clock rings once and not again at the opening.
  const overMs = fromInstant(enrolment.since) + forMs
  const dueMs = slotIn(input, overMs)
  if (dueMs <= nowMs) return { kind: 'go', to, why: `${step.id} is over` }
  // Nor at its end, where the cap would hold the mail that comes next: the clock rings once, when the cap lets it go.
  if (stepOf(sequence, to)?.send === undefined) return { kind: 'wait', dueMs, clock: true }
  return whenItGoes(input, to, dueMs)
}

/** When the mail of this step goes, which could by all else from `ms` on, and what it waits for: the cap, the window, the hour in which its lead reads. */
function whenItGoes(input: StepInput, step: string, ms: number): Extract<StepDecision, { kind: 'wait' }> {
  const { sequence, lead } = input
  const cap = capOf(sequence)
  const cappedUntil = cap && capHoldsUntil(lead.mailbox.claims, cap, ms)
  const readyMs = slotIn(input, cappedUntil ?? ms)
  const sendTime = sequence['send-time'] && sendTimeOf(input, step, readyMs)
  const dueMs = Math.max(readyMs, sendTime ? fromInstant(sendTime.at) : 0)
  const capped = cappedUntil === undefined ? undefined : cappedBy(sequence)
  const held = sendTime && dueMs > readyMs ? heldForHour[sendTime.by] : capped
  return { kind: 'wait', dueMs, clock: true, ...(held && { held }), ...(sendTime && { sendTime }) }
}

/** What was chosen for this mail, unless it could go sooner than was known then, or nobody's hours were known; else chosen now. */
function sendTimeOf(input: StepInput, step: string, readyMs: number): Enrolment['sendTime'] {
  const { enrolment, lead, sequence, setting } = input
  const { visit, leadId, sendTime: before } = enrolment
  const isOfThis = before?.step === step && before.visit === visit && before.by !== 'none'
  if (isOfThis && fromInstant(before.from) <= readyMs) return before
  const { clickHours = [] } = lead.profile
  const made = setting.sendTime?.({ leadId, zone: zoneOf(input), clickHours, window: sequence.window, readyMs })
  return made && { step, visit, from: toInstant(readyMs), at: toInstant(made.atMs), by: made.by }
}

/** A hold before a step is taken. */
function held(why: string, dueMs: number, clock = true): StepDecision {
  return { kind: 'wait', held: why, dueMs, clock }
}

/** What holds whatever a sequence says to its lead: sales has it, it was given back for later, it replied, marketing is stopped. */
function heldAsAWhole(input: StepInput): StepDecision | undefined {
  const { sequence, enrolment, lead, nowMs } = input
  if (sequence.audience !== 'with-sales' && lead.handoffs.some(isWithSales)) {
    return held('with-sales', stillDue(enrolment, 'with-sales', nowMs))
  }
  const { parked } = lead.profile
  if (parked?.until && isParkedBySales(parked) && isDated(parked, nowMs))
    return held('parked', fromInstant(parked.until))
  const repliedUntil = replyHoldsUntil(sequence, lead, nowMs)
  if (repliedUntil !== undefined) return held(heldByReply, slotIn(input, repliedUntil))
  if (!input.setting.marketingMail) return held(stoppedBySwitch, nowMs, false)
  if (input.setting.paused?.has(sequence.id)) return held(sequencePaused, nowMs, false)
  return undefined
}

/** A task or a message: held as a mail is, where it is for a channel; once it is made, its step waits for what comes of it. */
function decideTouchStep(input: StepInput, step: Step): StepDecision {
  const { sequence, enrolment, lead, nowMs } = input
  const { asked, results } = enrolment
  const consent = consentFor(sequence, step)
  if (asked?.step === step.id) {
    const came = results && Object.hasOwn(results, step.id) ? results[step.id] : undefined
    const isNews =
      came?.touchId === asked.touchId && !(step.webhook?.until === 'replied' && came.result === 'delivered')
    if (isNews) return { kind: 'go', to: afterStep(sequence, step), why: `${step.id}: ${came.result}` }
    const untilMs = fromInstant(asked.until)
    const isOver = untilMs <= nowMs || (consent !== undefined && !isGranted(lead.mailbox, consent))
    return isOver ? { kind: 'touch', step: step.id } : { kind: 'wait', dueMs: untilMs, clock: true }
  }
  // What a try that died has claimed is held by nothing: the cap would count it against itself. Nor is what speaks to nobody.
  const touchId = sendIdOf(enrolment.leadId, enrolment.enrolmentId, enrolment.visit + 1)
  if (consent === undefined || touchClaimOf(lead.mailbox, touchId)) return { kind: 'touch', step: step.id }
  const waits = heldAsAWhole(input)
  if (waits) return waits
  const opensAt = slotIn(input, nowMs)
  if (opensAt > nowMs) return held('window', opensAt)
  const cap = capOn(sequence, channelOf(step))
  const cappedUntil = cap && touchCapHoldsUntil(lead.mailbox, channelOf(step), cap, nowMs)
  if (cappedUntil !== undefined)
    return held(`cap of ${cap?.touches} ${channelOf(step)} in ${sequence.cap?.per}`, slotIn(input, cappedUntil))
  return { kind: 'touch', step: step.id }
}

function decideSendStep(input: StepInput, step: Step): StepDecision {
  const { sequence, enrolment, lead, nowMs } = input
  // What a try that died has claimed is held by nothing: it makes no mail any more, only its end is looked for. The cap would count it against itself.
  const template = templateFor(input, step)
  if (isTried(enrolment, lead)) return { kind: 'send', step: step.id, template }
  const past = enrolment.moved && pastWhatItHad(sequence, enrolment, step, template)
  if (past) return past
  if (enrolment.had?.includes(template)) {
    const had = enrolment.had.filter((one) => one !== template)
    return { kind: 'go', to: afterStep(sequence, step), why: `${template} went before the score moved the lead`, had }
  }
  const waits = heldAsAWhole(input)
  if (waits) return waits
  const goes = whenItGoes(input, step.id, nowMs)
  return goes.dueMs > nowMs ? { held: 'window', ...goes } : { kind: 'send', step: step.id, template }
}

/**
 * "A lead never gets a mail twice because it was moved": it is led past a mail that it had in the version before, once at each step, so that a sequence which
 * mails in a circle goes on at its next turn.
 */
function pastWhatItHad(
  sequence: Sequence,
  { moved }: Enrolment,
  step: Step,
  template: string,
): Extract<StepDecision, { kind: 'go' }> | undefined {
  const had = moved?.had
  const at = had && Object.hasOwn(had, template) ? had[template] : undefined
  if (!moved || !at || at.includes(step.id)) return undefined
  return {
    kind: 'go',
    to: afterStep(sequence, step),
    why: `${template} went before the lead was moved here`,
    moved: { ...moved, had: { ...had, [template]: [...at, step.id] } },
  }
}

/** Has the mail at hand been claimed, and nobody went on from it? */
export function isTried({ leadId, enrolmentId, visit }: Enrolment, { mailbox }: LeadState): boolean {
  return isClaimed(mailbox, sendIdOf(leadId, enrolmentId, visit + 1), { id: enrolmentId, visit: visit + 1 })
}

/** A hold without an end of its own keeps the date of its next look, so that looking early moves nothing. */
function stillDue(enrolment: Enrolment, why: string, nowMs: number): number {
  const due = enrolment.due && fromInstant(enrolment.due)
  return enrolment.held === why && due && due > nowMs ? due : nowMs + lookAgainMs
}

function templateFor(input: StepInput, { send }: Step): string {
  if (send === undefined) throw new RangeError('not a send step')
  if (typeof send === 'string') return send
  const facts = factsAt(input)
  return send.variants.find(({ when }) => holds(when, facts))?.template ?? send.template
}
