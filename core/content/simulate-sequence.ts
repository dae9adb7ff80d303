import { decideSend } from '../consent/decide-send.ts'
import { withAct } from '../leads/activity-summary.ts'
import { stages } from '../leads/lead.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { asksActivity } from '../nurture/asks-activity.ts'
import type { StepDecision, StepInput } from '../nurture/decide-step.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import { sendIdOf } from '../nurture/send-id.ts'
import { chooseSendTime, type SendTimeAsked } from '../nurture/send-time/choose-send-time.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { capOf } from '../nurture/steps.ts'
import { type Passed, pastSend } from '../nurture/take-steps.ts'
import { takeTurn } from '../nurture/take-turn.ts'
import { isTouchResult } from '../nurture/touch-steps.ts'
import { consentFor } from '../nurture/touches.ts'
import { freshEnrolment, type Happening, timePassed } from '../nurture/triggers.ts'
import { factsFor, whatToDo } from '../nurture/waking.ts'
import type { Fact } from '../scoring/engagement.ts'
import { leadOf } from './persona.ts'
import type { Act } from './persona-acts.ts'
import { Agenda } from './simulate-agenda.ts'
import { afterFact, asSalesTells, factOf, standing } from './simulate-facts.ts'
import { experimentNotes, habitNotes, notesOn } from './simulate-notes.ts'
import { scoreAt } from './simulate-score.ts'
import { touchOf } from './simulate-touch.ts'
import { actInWords, endInWords, heldInWords, passedInWords, wayInWords } from './simulate-words.ts'
import type { End, EndState, Hold, Moment, SimulatedMail, Simulation, SimulationInput } from './simulation.ts'

const day = 86_400_000
const year = 366 * day
/** When in the night leads are looked at, in UTC. */
const lookedAtMs = 2 * 3_600_000
/** A sequence that mails more often in a year goes in a circle. */
const mailsAtMost = 400

/** One sequence that the persona is in, and where it stands there. */
interface Track {
  readonly sequence: Sequence
  enrolment: Enrolment
  /** When it is looked at next. */
  dueMs: number
  way: Passed[]
  held: Omit<Hold, 'until'>[]
  mails: number
  /** What comes of the task or the message that it waits for, and when. */
  answer?: { readonly atMs: number; readonly result: string } | undefined
  end?: End
}

/**
 * Every mail that a persona would get within a year from a sequence, and from those beside it, when, and why: by the decisions of the running system (`takeTurn`,
 * `decideSend`, `whatToDo`), with consent to their topics assumed. All are entered at the start; caps count over all, and the higher priority goes first. In whatever
 * order they are given, the mails are the same. Sends nothing. Throws RangeError on a sequence that goes in a circle without a wait or a send.
 */
export function simulateSequence<Mail = unknown>(input: SimulationInput<Mail>): Simulation<Mail> {
  const { persona, startMs, compose } = input
  const sequences = [input.sequence, ...(input.beside ?? [])]
  const topics = [...new Set(sequences.map(({ topic }) => topic))]
  const consents = sequences.flatMap((one) => one.steps.flatMap((step) => consentFor(one, step) ?? []))
  const endMs = startMs + year
  const model = persona.score ? undefined : input.model
  const sendTime = (asked: SendTimeAsked) => chooseSendTime(asked, input.commonHours)
  const setting = { zone: input.zone, marketingMail: true, sendTime }
  const items: SimulatedMail<Mail>[] = []
  const story: Moment[] = []
  const facts: Fact[] = []
  const unwritten = new Set<string>()
  const acts = [
    ...persona.acts,
    ...(input.acts ?? []),
    ...(input.clicks ?? []).map((template): Act => ({ after: '4h', type: 'email-clicked', template })),
  ]
  // What is answered counts from when it was asked.
  const due = new Agenda(
    acts.filter((one) => !isTouchResult(one.type)),
    startMs,
    endMs,
  )

  let nowMs = startMs
  let lead = leadOf(persona, [...new Set([...topics, ...consents])], startMs, input.zone)
  const tracks = sequences.map((sequence): Track => {
    const enrolment = freshEnrolment(sequence, 1, lead, 1, nowMs)
    return { sequence, enrolment, dueMs: startMs, way: [], held: [], mails: 0 }
  })
  // As a lead is put into several at once.
  const inTurn = tracks.toSorted(
    ({ sequence: one }, { sequence: other }) => other.priority - one.priority || (one.id < other.id ? -1 : 1),
  )
  const looksAtNight = sequences.some(asksActivity)
  let rescoreMs: number | undefined

  const nameOf = ({ sequence }: Track) => (sequences.length > 1 ? { sequence: sequence.id } : {})
  const open = () => inTurn.filter(({ end }) => !end)
  const tell = (kind: Moment['kind'], says: string, more: Partial<Moment> = {}): void => {
    story.push({ at: toInstant(nowMs), kind, says, ...more })
  }
  const step = ({ sequence, enrolment }: Track): StepInput => ({ sequence, enrolment, lead, nowMs, setting })
  const settle = (track: Track, moved: Enrolment): void => {
    track.enrolment = moved
    lead = { ...lead, enrolments: tracks.map(({ enrolment }) => enrolment) }
  }
  const over = (track: Track, reason: string, state: EndState = 'open'): void => {
    const says = endInWords(state, reason)
    tell('end', says, nameOf(track))
    track.end = { at: toInstant(nowMs), state, reason, says }
    if (state !== 'open') settle(track, { ...track.enrolment, state, endedAt: toInstant(nowMs), reason })
  }
  /** Tells the sequences of it as the waker does; answers whether there is something to do before a clock rings. */
  const wakes = (happening: Happening): boolean => {
    let woken = false
    for (const track of open()) {
      settle(track, { ...track.enrolment, ...factsFor(track.enrolment, track.sequence, happening) })
      if (whatToDo(step(track), happening) !== 'wake') continue
      track.dueMs = nowMs
      woken = true
    }
    return woken
  }
  const score = (): boolean => {
    if (!model) return false
    const scored = scoreAt(model, lead, facts, nowMs)
    lead = scored.lead
    rescoreMs = scored.nextMs
    for (const says of scored.says) tell('score', says)
    return scored.happenings.map(wakes).some(Boolean)
  }
  const happen = (act: Act, n: number): boolean => {
    const isClick = act.type === 'email-clicked' && act.template !== undefined
    const tags = isClick ? input.tagsOf?.(act.template ?? '', persona.locale) : undefined
    const fact = asSalesTells(factOf(act, n, lead.profile.leadId, nowMs, tags), lead, input.asks)
    facts.push(fact)
    // Consent of no topic is about all that there are.
    const about = act.type.startsWith('consent-') ? topics : topics.slice(0, 1)
    for (const topic of about) lead = afterFact(lead, fact, topic, input.asks)
    tell('act', actInWords(act))
    const woken = wakes(fact)
    return score() || woken
  }
  /** Lets the time go on to this, or to what happens before and has to be looked at. */
  const goOnUntil = (dueMs: number): void => {
    for (;;) {
      const next = due.next()
      const nightMs = looksAtNight ? nightAfter(nowMs) : Number.POSITIVE_INFINITY
      const atMs = Math.min(next?.atMs ?? Number.POSITIVE_INFINITY, rescoreMs ?? Number.POSITIVE_INFINITY, nightMs)
      if (atMs > dueMs || atMs > endMs) break
      nowMs = Math.max(nowMs, atMs)
      if (atMs === nightMs && wakes({ type: timePassed, at: toInstant(nowMs), data: {} })) return
      if (next?.atMs !== atMs && rescoreMs !== atMs) continue
      if (next?.atMs === atMs ? happen(next.act, due.take(next)) : score()) return
    }
    nowMs = dueMs
  }
  /** Takes the steps of a sequence that are due, with at most one mail among them. */
  const takeDue = (track: Track): void => {
    const { sequence } = track
    hear(track)
    const taken = takeTurn(
      step(track),
      open().filter((one) => one !== track),
    )
    settle(track, taken.enrolment)
    for (const one of taken.passed) tell('go', passedInWords(one, sequence), { step: one.step, ...nameOf(track) })
    track.way.push(...taken.passed)
    const { decision } = taken
    if (decision.kind === 'end') over(track, decision.reason, decision.state)
    else if (decision.kind === 'wait') waitFor(track, decision)
    else if (decision.kind === 'send') mail(track, decision)
    else touch(track)
  }
  const waitFor = (track: Track, { held, dueMs }: Extract<StepDecision, { kind: 'wait' }>): void => {
    const { sequence, enrolment } = track
    const until = toInstant(dueMs)
    const last = story.findLast((one) => one.sequence === nameOf(track).sequence)
    // Looking early and finding the same is nothing new.
    if (enrolment.due !== until || enrolment.held !== held || last?.kind === 'go') {
      const says = held ? heldInWords(held, sequence) : `waits at ${enrolment.step}`
      tell(held ? 'held' : 'wait', says, { step: enrolment.step, until, ...nameOf(track) })
    }
    if (held && track.held.at(-1)?.reason !== held) {
      track.held.push({ reason: held, says: heldInWords(held, sequence), from: toInstant(nowMs) })
    }
    settle(track, { ...enrolment, due: until, held })
    track.dueMs = Math.max(Math.min(dueMs, track.answer?.atMs ?? dueMs), nowMs + 1)
  }
  /** What came of the task or the message that it waits for, once it is time. */
  const hear = (track: Track): void => {
    const { answer, enrolment } = track
    if (!answer || answer.atMs > nowMs) return
    track.answer = undefined
    const { asked } = enrolment
    if (!asked) return
    const results = { ...enrolment.results, [asked.step]: { touchId: asked.touchId, result: answer.result } }
    settle(track, { ...enrolment, results })
    tell('act', `what comes of ${asked.step}: ${answer.result}`, { step: asked.step, ...nameOf(track) })
  }
  const touch = (track: Track): void => {
    const simulated = touchOf(step(track), acts)
    lead = { ...lead, mailbox: simulated.mailbox }
    settle(track, simulated.enrolment)
    track.answer = simulated.answer
    tell('touch', simulated.says, { step: simulated.step, ...nameOf(track) })
    track.way = []
    track.dueMs = nowMs
  }
  const mail = (track: Track, decision: Extract<StepDecision, { kind: 'send' }>): void => {
    const { sequence, enrolment, way, held } = track
    const { template } = decision
    const at = toInstant(nowMs)
    const composed = compose?.(template, lead, sequence)
    if (compose && !composed) unwritten.add(`there is no mail ${template} yet: until there is, leads wait for it`)
    if (composed && composed.subject === undefined) {
      tell('held', composed.problem, { step: decision.step, ...nameOf(track) })
      over(track, `held at ${decision.step}: ${composed.problem}`)
      return
    }
    const visit = enrolment.visit + 1
    const { enrolmentId, leadId } = enrolment
    const sendId = sendIdOf(leadId, enrolmentId, visit)
    const verdict = decideSend(
      lead.mailbox,
      {
        sendId,
        basis: 'consent',
        topic: sequence.topic,
        sequence: sequence.id,
        enrolment: { id: enrolmentId, visit, open: open().map((one) => one.enrolment.enrolmentId) },
        cap: capOf(sequence),
        by: 'simulate',
      },
      nowMs,
    )
    if (verdict.verdict !== 'allowed') throw new RangeError(`sequence ${sequence.id} and the mailbox do not agree`)
    lead = { ...lead, mailbox: { ...lead.mailbox, ...verdict.change } }
    items.push({
      at,
      ...nameOf(track),
      step: decision.step,
      template,
      ...(composed && { subject: composed.subject }),
      ...(held.length > 0 && { held: held.map((one, index) => ({ ...one, until: held[index + 1]?.from ?? at })) }),
      why: wayInWords(way, sequence, track.mails === 0),
      ...(composed?.mail !== undefined && { mail: composed.mail }),
    })
    tell('mail', composed?.subject ?? template, { step: decision.step, ...nameOf(track) })
    facts.push({ id: sendId, type: 'email-sent', at, data: { template } })
    settle(track, pastSend({ sequence, enrolment, nowMs }, { step: decision.step, template, sentAt: at }))
    due.mailed(template, nowMs)
    track.way = []
    track.held = []
    track.mails += 1
    track.dueMs = nowMs
  }

  lead = standing({ ...lead, enrolments: tracks.map(({ enrolment }) => enrolment) }, nowMs)
  const forms = sequences.flatMap(({ trigger }) => (trigger && 'form' in trigger ? [trigger.form] : []))
  for (const form of new Set(forms)) {
    const posted = { id: `simulated-form-${form}`, type: 'form-submitted', at: toInstant(nowMs), data: { form } }
    facts.push(posted)
    const activitySummary = withAct(lead.profile.activitySummary ?? {}, posted)
    lead = { ...lead, profile: { ...lead.profile, activitySummary } }
  }
  if (model) score()
  while (nowMs <= endMs && items.length < mailsAtMost) {
    const [first, ...others] = open()
    if (!first) break
    const next = others.reduce((soonest, one) => (one.dueMs < soonest.dueMs ? one : soonest), first)
    if (next.dueMs > nowMs) goOnUntil(next.dueMs)
    else takeDue(next)
  }
  nowMs = Math.min(nowMs, endMs)
  const tooMany = items.length >= mailsAtMost
  for (const track of open()) {
    const { enrolment, sequence } = track
    const still = enrolment.held ? `, held at ${enrolment.step}: ${heldInWords(enrolment.held, sequence)}` : ''
    over(track, tooMany ? `it goes on after ${mailsAtMost} mails` : `it goes on after a year${still}`)
  }
  const ends = tracks.flatMap(({ sequence, end }) => (end ? [{ sequence: sequence.id, ...end }] : []))
  const { sequence: _, ...ended } = ends.reduce((last, one) => (one.at > last.at ? one : last))
  return {
    items,
    ended,
    ...(sequences.length > 1 && { ends }),
    story,
    notes: [
      ...notesOn(acts, sequences),
      ...sequences.flatMap(experimentNotes),
      ...sequences.flatMap((one) => habitNotes(one, input)),
      ...unwritten,
      ...awaited(facts, lead),
    ],
  }
}

/** Who wrote that sales accepts expects an SQL, and the funnel may ask for more. */
function awaited(facts: readonly Fact[], { profile }: LeadState): string[] {
  if (stages.indexOf(profile.stage) >= stages.indexOf('sql')) return []
  const accepted = facts.findLast(({ type, data }) => type === 'handoff-accepted' && data.awaits !== undefined)
  if (!accepted) return []
  const named = [accepted.data.awaits].flat().join(' and ')
  return [
    `sales accepts, which makes no SQL: the funnel asks for ${named}; write an act handoff-qualified that says them`,
  ]
}

/** The next night after this time: then somebody looks at every lead, since no event tells of what time alone makes true. */
function nightAfter(ms: number): number {
  return (Math.floor((ms - lookedAtMs) / day) + 1) * day + lookedAtMs
}
