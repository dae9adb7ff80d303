import * as z from 'zod/mini'
import type { Counts } from './counts.ts'
import { cellKey, monthIn } from './funnel-cells.ts'
import type { Journey, Mailed } from './journey.ts'

/** The name under which the cells of mails stand beside the splits of the funnel. */
export const mailSplit = 'mail'

const many = z.optional(z.int())

/** Of one month and sequence, by step: to how many leads a mail of it was delivered, who did what with it, and whose enrolment ended there. Each lead counts once for a step, however often it was mailed. */
export const mailCell = z.record(
  z.string(),
  z.object({
    delivered: many,
    opened: many,
    clicked: many,
    unsubscribed: many,
    complained: many,
    exited: many,
    goal: many,
    finished: many,
  }),
)
export type MailCell = z.infer<typeof mailCell>

/** What the mails of one lead count, by the month of the first of each step; the ends of its enrolments, by theirs. */
export function mailsCounted({ mails = {}, withdrawn = {}, ends = {} }: Journey, zone: string): [string, Counts][] {
  const left = new Set(Object.entries(withdrawn).map(([topic, at]) => lastMailBefore(mails, topic, at)))
  const ofMails = Object.entries(mails).map(([name, mailed]): [string, Counts] => {
    const [sequence = '', step = ''] = name.split('/')
    const { delivered, opened, clicked, complained } = mailed
    const counts: Counts = {
      ...(delivered && { delivered: 1 }),
      ...(opened && { opened: 1 }),
      ...(clicked && { clicked: 1 }),
      ...(complained && { complained: 1 }),
      ...(left.has(name) && { unsubscribed: 1 }),
    }
    return [cellKey(monthIn(zone, firstTime(mailed)), mailSplit, sequence), { [step]: counts }]
  })
  const ofEnds = Object.values(ends).map(({ sequence, step, state, at }): [string, Counts] => [
    cellKey(monthIn(zone, at), mailSplit, sequence),
    { [step]: { [state]: 1 } },
  ])
  return [...ofMails, ...ofEnds]
}

/** Who withdraws consent to a topic does so over the last mail of it, as far as anybody can tell. */
function lastMailBefore(mails: NonNullable<Journey['mails']>, topic: string, at: string): string | undefined {
  return Object.entries(mails)
    .filter(([, mailed]) => mailed.topic === topic && firstTime(mailed) <= at)
    .sort(([a, one], [b, other]) => (`${firstTime(one)} ${a}` < `${firstTime(other)} ${b}` ? -1 : 1))
    .at(-1)?.[0]
}

function firstTime({ delivered, opened, clicked, complained }: Mailed): string {
  return [delivered, opened, clicked, complained].filter((at) => at !== undefined).sort()[0] ?? ''
}
