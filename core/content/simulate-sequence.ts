import { decideSend } from '../consent/decide-send.ts'
import { experimentOf, neededFor } from '../insight/experiment-result.ts'
import type { Activity } from '../leads/activity.ts'
import { withAct } from '../leads/activity-summary.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { asksActivity } from '../nurture/asks-activity.ts'
import type { StepDecision, StepInput } from '../nurture/decide-step.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import { sendIdOf } from '../nurture/send-id.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { capOf, templatesOf } from '../nurture/steps.ts'
import { type Passed, pastSend, takeSteps } from '../nurture/take-steps.ts'
import { freshEnrolment, type Happening, timePassed } from '../nurture/triggers.ts'
import { factsFor, whatToDo } from '../nurture/waking.ts'
import type { ModelVersion } from '../scoring/decide-score.ts'
import type { Fact } from '../scoring/engagement.ts'
import { leadOf, type Persona } from './persona.ts'
import type { Act } from './persona-acts.ts'
import { Agenda } from './simulate-agenda.ts'
import { afterFact, standing } from './simulate-facts.ts'
import { scoreAt } from './simulate-score.ts'
import { actInWords, endInWords, heldInWords, passedInWords, wayInWords } from './simulate-words.ts'

const day = 86_400_000
const year = 366 * day
/** When in the night leads are looked at, in UTC. */
const lookedAtMs = 2 * 3_600_000
/** A sequence that mails more often in a year goes in a circle. */
const mailsAtMost = 400

/** A mail as the persona would get it, or what keeps it from being made. */
export type Composed<Mail = unknown> =
  | { readonly subject: string; readonly mail?: Mail }
  | { readonly problem: string; readonly subject?: undefined }

/** Something that kept a mail from going: why, as the decision names it and as people say it, and from when until when. */
export interface Hold {
  readonly reason: string
  readonly says: string
  readonly from: string
  readonly until: string
}

/** One mail that the persona gets. */
export interface SimulatedMail<Mail = unknown> {
  readonly at: string
  readonly step: string
  readonly template: string
  readonly subject?: string
  /** What kept it from going at once, in turn: the window, a cap. */
  readonly held?: readonly Hold[]
  /** The way to it, in words. */
  readonly why: string
  readonly mail?: Mail
}

/**
 * One thing of the story: `mail` went, `wait` at a step began, `held` says what keeps a mail, `go` that a step was gone past and why, `act` what the persona
 * did, `score` what scoring made of it, `end` that the sequence is over. `until` is when the clock would ring.
 */
export interface Moment {
  readonly at: string
  readonly kind: 'mail' | 'wait' | 'held' | 'go' | 'act' | 'score' | 'end'
  readonly step?: string
  readonly says: string
  readonly until?: string
}

type EndState = Extract<StepDecision, { kind: 'end' }>['state'] | 'open'

export interface Simulation<Mail = unknown> {
  readonly items: readonly SimulatedMail<Mail>[]
  /** `open`: it is not over, and the reason says what it waits for. `says`: the reason as people say it. */
  readonly ended: {
    readonly at: string
    readonly state: EndState
    readonly reason: string
    readonly says: string
  }
  readonly story: readonly Moment[]
  /** What was asked for and can't be. */
  readonly notes: readonly string[]
}

export interface SimulationInput<Mail = unknown> {
  readonly sequence: Sequence
  readonly persona: Persona
  readonly startMs: number
  /** Templates whose mail the persona clicks, four hours after it came. */
  readonly clicks?: readonly string[]
  /** What it does beside its own acts. */
  readonly acts?: readonly Act[]
  /** Zone of those whose own is not known. */
  readonly zone: string
  /** Scores what the persona does, unless it has a score of its own. */
  readonly model?: ModelVersion | undefined
  /** Makes the mail as the persona would see it, where mails are known; undefined for one that is not written yet. */
  readonly compose?: (template: string, lead: LeadState) => Composed<Mail> | undefined
}

/**
 * Every mail that a persona would get from a sequence within a year, when, and why: by the decisions of the running system (`takeSteps`, `decideSend`,
 * `whatToDo`), with consent to its topic assumed. Sends nothing. Throws RangeError on a sequence that goes in a circle without a wait or a send.
 */
export function simulateSequence<Mail = unknown>(input: SimulationInput<Mail>): Simulation<Mail> {
  const { sequence, persona, startMs, compose } = input
  const endMs = startMs + year
  const model = persona.score ? undefined : input.model
  const setting = { zone: input.zone, marketingMail: true }
  const cap = capOf(sequence)
  const items: SimulatedMail<Mail>[] = []
  const story: Moment[] = []
  const facts: Fact[] = []
  const unwritten = new Set<string>()
  const acts = [
    ...persona.acts,
    ...(input.acts ?? []),
    ...(input.clicks ?? []).map((template): Act => ({ after: '4h', type: 'email-clicked', template })),
  ]
  const due = new Agenda(acts, startMs, endMs)

  let nowMs = startMs
  let lead = leadOf(persona, [sequence.topic], startMs)
  let enrolment = freshEnrolment(sequence, 1, lead, 1, nowMs)
  const looksAtNight = asksActivity(sequence)
  let rescoreMs: number | undefined
  let way: Passed[] = []
  let held: Omit<Hold, 'until'>[] = []

  const tell = (kind: Moment['kind'], says: string, more: Partial<Moment> = {}): void => {
    story.push({ at: toInstant(nowMs), kind, says, ...more })
  }
  const step = (): StepInput => ({ sequence, enrolment, lead, nowMs, setting })
  const settle = (moved: Enrolment): void => {
    enrolment = moved
    lead = { ...lead, enrolments: [moved] }
  }
  const ended = (reason: string, state: EndState = 'open'): Simulation<Mail> => {
    const says = endInWords(state, reason)
    tell('end', says)
    return {
      items,
      ended: { at: toInstant(nowMs), state, reason, says },
      story,
      notes: [...notesOn(acts, sequence), ...experimentNotes(sequence), ...unwritten],
    }
  }
  /** Tells the sequence of it as the waker does; answers whether there is something to do before the clock rings. */
  const wakes = (happening: Happening): boolean => {
    settle({ ...enrolment, ...factsFor(enrolment, sequence, happening) })
    return whatToDo(step(), happening) === 'wake'
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
    const fact = factOf(act, n, enrolment, nowMs)
    facts.push(fact)
    lead = afterFact(lead, fact, sequence.topic)
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
    nowMs = Math.max(dueMs, nowMs + 1)
  }

  settle(enrolment)
  lead = standing(lead, nowMs)
  const form = sequence.trigger && 'form' in sequence.trigger ? sequence.trigger.form : undefined
  if (form !== undefined) {
    const posted = { id: 'simulated-form', type: 'form-submitted', at: toInstant(nowMs), data: { form } }
    facts.push(posted)
    lead = { ...lead, profile: { ...lead.profile, activitySummary: withAct({}, posted) } }
  }
  if (model) {
    score()
  }
  while (nowMs <= endMs && items.length < mailsAtMost) {
    const taken = takeSteps(step())
    settle(taken.enrolment)
    for (const one of taken.passed) tell('go', passedInWords(one, sequence), { step: one.step })
    way = [...way, ...taken.passed]
    const { decision } = taken
    if (decision.kind === 'end') return ended(decision.reason, decision.state)
    if (decision.kind === 'wait') {
      const until = toInstant(decision.dueMs)
      // Looking early and finding the same is nothing new.
      if (enrolment.due !== until || enrolment.held !== decision.held || story.at(-1)?.kind === 'go') {
        const kind = decision.held ? 'held' : 'wait'
        const says = decision.held ? heldInWords(decision.held, sequence) : `waits at ${enrolment.step}`
        tell(kind, says, { step: enrolment.step, until })
      }
      if (decision.held && held.at(-1)?.reason !== decision.held) {
        const [reason, from] = [decision.held, toInstant(nowMs)]
        held.push({ reason, says: heldInWords(reason, sequence), from })
      }
      settle({ ...enrolment, due: until, held: decision.held })
      goOnUntil(decision.dueMs)
      continue
    }
    const { template } = decision
    const at = toInstant(nowMs)
    const composed = compose?.(template, lead)
    if (compose && !composed) unwritten.add(`there is no mail ${template} yet: until there is, leads wait for it`)
    if (composed && composed.subject === undefined) {
      tell('held', composed.problem, { step: decision.step })
      return ended(`held at ${decision.step}: ${composed.problem}`)
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
        enrolment: { id: enrolmentId, visit, open: [enrolmentId] },
        cap,
        by: 'simulate',
      },
      nowMs,
    )
    if (verdict.verdict !== 'allowed') throw new RangeError(`sequence ${sequence.id} and the mailbox do not agree`)
    lead = { ...lead, mailbox: { ...lead.mailbox, ...verdict.change } }
    items.push({
      at,
      step: decision.step,
      template,
      ...(composed && { subject: composed.subject }),
      ...(held.length > 0 && { held: held.map((one, index) => ({ ...one, until: held[index + 1]?.from ?? at })) }),
      why: wayInWords(way, sequence, items.length === 0),
      ...(composed?.mail !== undefined && { mail: composed.mail }),
    })
    tell('mail', composed?.subject ?? template, { step: decision.step })
    facts.push({ id: sendId, type: 'email-sent', at, data: { template } })
    settle(pastSend({ sequence, enrolment, nowMs }, { step: decision.step, template, sentAt: at }))
    due.mailed(template, nowMs)
    way = []
    held = []
  }
  nowMs = Math.min(nowMs, endMs)
  if (items.length >= mailsAtMost) return ended(`it goes on after ${mailsAtMost} mails`)
  const still = enrolment.held ? `, held at ${enrolment.step}: ${heldInWords(enrolment.held, sequence)}` : ''
  return ended(`it goes on after a year${still}`)
}

/** The next night after this time: then somebody looks at every lead, since no event tells of what time alone makes true. */
function nightAfter(ms: number): number {
  return (Math.floor((ms - lookedAtMs) / day) + 1) * day + lookedAtMs
}

function factOf(act: Act, n: number, { leadId }: Enrolment, nowMs: number): Activity {
  const { after, every, type, template, fields, tags, ...data } = act
  return {
    leadId,
    id: `simulated-${n}`,
    type,
    at: toInstant(nowMs),
    data: { ...(data as Activity['data']), ...(template !== undefined && { template }) },
    ...((fields || tags) && { told: { ...(fields && { fields }), ...(tags && { tags: [...tags] }) } }),
  }
}

function notesOn(acts: readonly Act[], sequence: Sequence): string[] {
  const sends = new Set(sequence.steps.flatMap(templatesOf))
  const strange = acts.flatMap(({ template }) => (template !== undefined && !sends.has(template) ? [template] : []))
  return [...new Set(strange)].map(
    (one) => `${sequence.id} never sends ${one}: what the persona does about it is left out`,
  )
}

/** What an experiment will take, said before anybody comes. */
function experimentNotes(sequence: Sequence): string[] {
  const step = experimentOf(sequence)
  if (!step) return []
  const needed = neededFor(step).toLocaleString('en')
  return [`the experiment at ${step.id} takes ${needed} leads of each variant; "ripen experiments" says how far it is`]
}
