import * as z from 'zod/mini'
import { type OtherChannel, otherChannel } from '../consent/channel.ts'
import { enrolmentId, instant, leadId, sendId, slug } from '../names.ts'
import { outcomes } from '../nurture/touch-steps.ts'

/** An answer of one of the staff to a task. */
const taskAnswer = z.object({
  answer: slug,
  note: z.optional(z.string()),
  by: z.string(),
  at: instant,
})

/**
 * Calling the provider of a message. `due`: to be called. `accepted`: it took the message. `refused`: it will not. `unknown`: it was called, and nobody saw its
 * answer; such a call is made again only where the provider knows a repeat. `none`: it was decided that there is none.
 */
export const callState = z.enum(['due', 'accepted', 'refused', 'unknown', 'none'])

/**
 * A task of a person or a message by a provider, for one step of one enrolment: `LEAD#id / TOUCH#touchId`. `open`: something is waited for. `answered`: `result` says
 * what came. `over`: nothing came in time. `closed`: the lead left before. `skipped`: it was never made, and `why` says it.
 */
export const touch = z.object({
  leadId,
  touchId: sendId,
  kind: z.enum(['task', 'message']),
  state: z.enum(['open', 'answered', 'over', 'closed', 'skipped']),
  enrolmentId,
  sequence: slug,
  version: z.int(),
  step: slug,
  topic: slug,
  channel: z.optional(otherChannel),
  /** Why it was allowed, in words. */
  because: z.optional(z.string()),
  /** Why it was skipped or closed. */
  why: z.optional(z.string()),
  at: instant,
  /** Until when its step waits. */
  until: z.optional(instant),
  result: z.optional(z.string()),
  settledAt: z.optional(instant),
  /** Raised by each writer after the first. */
  rev: z.int(),

  /** Of a task: what is to be done, by whom, by when. */
  what: z.optional(slug),
  how: z.optional(z.string()),
  answers: z.optional(z.array(slug)),
  due: z.optional(instant),
  owner: z.optional(slug),
  ownerBecause: z.optional(z.string()),
  answer: z.optional(taskAnswer),
  /** Answers that came after the first, or once nobody waited any more. */
  late: z.optional(z.array(taskAnswer).check(z.maxLength(20))),

  /** Of a message: what goes to whom. The text and the number are made when it goes, and are not kept. */
  provider: z.optional(slug),
  /** What ends its wait: delivery, or a reply alone. */
  awaits: z.optional(z.enum(['delivered', 'replied'])),
  call: z.optional(callState),
  tries: z.optional(z.int()),
  nextAt: z.optional(instant),
  calledAt: z.optional(instant),
  status: z.optional(z.string()),
  /** When each outcome was, as the provider says. */
  outcomes: z.optional(z.partialRecord(z.enum(outcomes), instant)),
})
export type Touch = z.infer<typeof touch>

/** `<leadId>.<touchId>`: how staff and providers name a task or a message. */
export const touchName = z.string().check(z.regex(/^[a-z2-7]{32}\.[a-z2-7]{32}$/))

export function touchNameOf({ leadId: lead, touchId }: Pick<Touch, 'leadId' | 'touchId'>): string {
  return `${lead}.${touchId}`
}

/** The lead and the touch that a name is of. */
export function readTouchName(name: string): { leadId: string; touchId: string } {
  const [lead = '', touchId = ''] = name.split('.')
  return { leadId: lead, touchId }
}

/** A task as staff see it. */
export function shownTask(one: Touch, nowMs: number) {
  const { leadId: lead, state, step, sequence, channel, what, how, answers, due, until, owner, ownerBecause, at } = one
  const { answer, late, result, why } = one
  return {
    taskId: touchNameOf(one),
    leadId: lead,
    state,
    sequence,
    step,
    what,
    how,
    ...(channel && { channel: channel satisfies OtherChannel }),
    answers,
    owner,
    ownerBecause,
    at,
    due,
    until,
    overdue: state === 'open' && due !== undefined && Date.parse(due) <= nowMs,
    ...(answer && { answer }),
    ...(late && { late }),
    ...(result && { result }),
    ...(why && { why }),
  }
}
