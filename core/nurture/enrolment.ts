import * as z from 'zod'
import { enrolmentId, instant, leadId, slug } from '../names.ts'

/**
 * A lead in a sequence: `LEAD#id / ENROL#sequence#n`. The cursor here is the truth; a state machine execution is only its alarm clock.
 */
export const enrolment = z.object({
  leadId,
  enrolmentId,
  sequence: slug,
  /** The content version it is pinned to. */
  version: z.number().int(),
  n: z.number().int(),
  state: z.enum(['active', 'paused', 'finished', 'exited']),
  /** Why it ended or is paused: `finished`, `exit: stage mql`, `unsubscribed`, `suppressed`, `by staff`, ... */
  reason: z.string().optional(),
  /** Id of the step to take next. */
  step: slug,
  /** Since when the lead is at this step; waits count from here, and nothing is done before. */
  since: instant,
  /**
   * Counts the sends gone past, only grows: names the next send, so that a loop mails anew and a retry does not.
   * It counts sends and not steps: whatever way a retry takes through branches from the stored cursor, its one send has the same name.
   */
  visit: z.number().int(),
  /** Which execution may act: raised by TakeStep alone. */
  generation: z.number().int(),
  /** Since when this generation acts: an execution can't live longer than a year. */
  generationAt: instant.optional(),
  /** Raised by a waker after its fact is stored; TakeStep decides again when it moved. */
  wakeSeq: z.number().int(),
  /** When the next touch or decision is due. */
  due: instant.optional(),
  /** Why the present step waits, for people to read: `window`, `cap of 2 in 7d`, `with-sales`, `pacing`, ... */
  held: z.string().optional(),
  /** How often in a row the mail of this step was tried and put off (pacing, a throttle, no answer). */
  putOff: z.number().int().optional(),
  pausedAt: instant.optional(),
  /** What came of the mails of this enrolment, by template id. */
  sent: z.record(z.string(), instant).default({}),
  clicked: z.record(z.string(), instant).default({}),
  /** Facts of other types since the start that the sequence asks for (`event: meeting-booked`), with their time. */
  seen: z.record(z.string(), instant).default({}),
  /** The list that brought the lead here, so that its page may be gone through twice. */
  broadcast: z.string().optional(),
  /** A newsletter's enrolment does not make its lead a nurtured one. */
  newsletter: z.boolean().optional(),
  /** Sticky variant of each split step, by step id. */
  splits: z.record(z.string(), z.string()).default({}),
  startedAt: instant,
  endedAt: instant.optional(),
  loops: z.number().int().default(0),
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
