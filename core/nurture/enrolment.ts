import * as z from 'zod/mini'
import { enrolmentId, instant, leadId, sendId, slug } from '../names.ts'

/**
 * A lead in a sequence: `LEAD#id / ENROL#sequence#n`. The cursor here is the truth; a state machine execution is only its alarm clock.
 */
export const enrolment = z.object({
  leadId,
  enrolmentId,
  sequence: slug,
  /** The content version it is pinned to. */
  version: z.int(),
  n: z.int(),
  state: z.enum(['active', 'paused', 'finished', 'exited', 'goal']),
  /** Why it ended or is paused: `finished`, `exit: stage mql`, `goal reached: event meeting-booked`, `unsubscribed`, `suppressed`, `by staff`, ... */
  reason: z.optional(z.string()),
  /** Id of the step to take next. */
  step: slug,
  /** Since when the lead is at this step; waits count from here, and nothing is done before. */
  since: instant,
  /**
   * Counts the sends gone past, only grows: names the next send, so that a loop mails anew and a retry does not.
   * It counts sends and not steps: whatever way a retry takes through branches from the stored cursor, its one send has the same name.
   */
  visit: z.int(),
  /** Which execution may act: raised by TakeStep alone. */
  generation: z.int(),
  /** Since when this generation acts: an execution can't live longer than a year. */
  generationAt: z.optional(instant),
  /** Raised by a waker after its fact is stored; TakeStep decides again when it moved. */
  wakeSeq: z.int(),
  /** When the next touch or decision is due. */
  due: z.optional(instant),
  /** Why the present step waits, for people to read: `window`, `cap of 2 in 7d`, `with-sales`, `pacing`, ... */
  held: z.optional(z.string()),
  /**
   * When the mail at hand goes by the lead's habit, and by whose clicks that was chosen; `from`: when it would go without. Chosen once, when its clock is set: what the lead does
   * meanwhile moves it no more, so that it is never later than a day after `from`.
   */
  sendTime: z.optional(
    z.object({
      step: slug,
      visit: z.int(),
      from: instant,
      at: instant,
      by: z.enum(['habit', 'common', 'none']),
    }),
  ),
  /** How often in a row the mail of this step was tried and put off (pacing, a throttle, no answer). */
  putOff: z.optional(z.int()),
  pausedAt: z.optional(instant),
  /** What came of the mails of this enrolment, by template id. */
  sent: z._default(z.record(z.string(), instant), {}),
  /** Mails of which nobody can say whether they went: a moved lead does not get them again either. */
  unconfirmed: z.optional(z.array(z.string())),
  clicked: z._default(z.record(z.string(), instant), {}),
  /** Facts of other types since the start that the sequence asks for (`event: meeting-booked`), with their time. */
  seen: z._default(z.record(z.string(), instant), {}),
  /** The task or message whose answer the present step waits for. */
  asked: z.optional(z.object({ step: slug, touchId: sendId, until: instant })),
  /** What came of tasks and messages, by step; who comes to a step again asks anew. */
  results: z.optional(z.record(z.string(), z.object({ touchId: sendId, result: z.string() }))),
  /** The list that brought the lead here, so that its page may be gone through twice. */
  broadcast: z.optional(z.string()),
  /** It was entered for the lead's score: another band of it may take the lead over. */
  byBand: z.optional(z.boolean()),
  /** The sequence to whose band the score moved the lead: this one lets it go. */
  crossed: z.optional(slug),
  /** The mails that the lead had in bands before this, and is led past here: none goes twice because the score went up and down. */
  had: z.optional(z.array(z.string())),
  /** A newsletter's enrolment does not make its lead a nurtured one. */
  newsletter: z.optional(z.boolean()),
  /** Sticky variant of each split step, by step id. */
  splits: z._default(z.record(z.string(), z.string()), {}),
  /** The experiment that it is counted in: since when, and as which variant. */
  trial: z.optional(z.object({ step: slug, variant: z.string(), at: instant })),
  /** It was moved to its version, and not entered by it. */
  moved: z.optional(
    z.object({
      at: instant,
      from: z.int(),
      /** How many mails it was past then. */
      visit: z.int(),
      /** The mails that it had before, each with the steps of this version that it was led past for it: none goes twice because of a move. */
      had: z.optional(z.record(z.string(), z.array(z.string()))),
    }),
  ),
  startedAt: instant,
  endedAt: z.optional(instant),
  loops: z._default(z.int(), 0),
})
export type Enrolment = z.infer<typeof enrolment>

/** Is the lead inside this sequence still? */
export function isOpen({ state }: Pick<Enrolment, 'state'>): boolean {
  return state === 'active' || state === 'paused'
}

/** The enrolment as staff see it: without what only the clock needs. */
export function shownEnrolment(enrolment: Enrolment) {
  const { leadId, n, visit, generation, generationAt, wakeSeq, putOff, loops, ...shown } = enrolment
  return shown
}
