import type { AskedFindings } from '../handoff/finding.ts'
import type { LeadState } from '../leads/lead-status.ts'
import type { StepDecision } from '../nurture/decide-step.ts'
import type { CommonHours } from '../nurture/send-time/common-hours.ts'
import type { Sequence } from '../nurture/sequence.ts'
import type { ModelVersion } from '../scoring/decide-score.ts'
import type { Persona } from './persona.ts'
import type { Act } from './persona-acts.ts'

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
  /** Of which sequence, where there are several. */
  readonly sequence?: string
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
 * did, `touch` a task or a message was made, `score` what scoring made of it, `end` that the sequence is over. `until` is when the clock would ring.
 */
export interface Moment {
  readonly at: string
  /** Of which sequence, where there are several and it is of one of them. */
  readonly sequence?: string
  readonly kind: 'mail' | 'touch' | 'wait' | 'held' | 'go' | 'act' | 'score' | 'end'
  readonly step?: string
  readonly says: string
  readonly until?: string
}

export type EndState = Extract<StepDecision, { kind: 'end' }>['state'] | 'open'

/** `open`: it is not over, and the reason says what it waits for. `says`: the reason as people say it. */
export interface End {
  readonly at: string
  readonly state: EndState
  readonly reason: string
  readonly says: string
}

export interface Simulation<Mail = unknown> {
  readonly items: readonly SimulatedMail<Mail>[]
  /** Of several sequences the end of the last. */
  readonly ended: End
  /** How each of several sequences ended, in their order. */
  readonly ends?: readonly (End & { readonly sequence: string })[]
  readonly story: readonly Moment[]
  /** What was asked for and can't be. */
  readonly notes: readonly string[]
}

export interface SimulationInput<Mail = unknown> {
  readonly sequence: Sequence
  /** Those that the persona enters at the same time. */
  readonly beside?: readonly Sequence[]
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
  /** What the funnel asks sales to find out before a lead that it accepted is an SQL; without it accepting is enough. */
  readonly asks?: AskedFindings | undefined
  /** When leads click, where that is known: for sequences that go by habit. */
  readonly commonHours?: CommonHours | undefined
  /** Makes the mail of this sequence as the persona would see it, where mails are known; undefined for one that is not written yet. */
  readonly compose?: (template: string, lead: LeadState, sequence: Sequence) => Composed<Mail> | undefined
  /** What a click on this mail shows interest in, where mails are known. */
  readonly tagsOf?: (template: string, locale: string) => readonly string[] | undefined
}
