import * as z from 'zod/mini'
import { consentNameOf, type OtherChannel, otherChannel, otherChannels } from '../consent/channel.ts'
import { words } from '../content/words.ts'
import { duration, durationMs } from '../duration.ts'
import { slug } from '../names.ts'
import type { Sequence, Step } from './sequence.ts'

/** "Nurturing means that a touch is due within 90 days": nothing is waited for longer. */
const longestWaitMs = 90 * 86_400_000
const answeredWithin = duration.check(
  z.refine((text) => durationMs(text) <= longestWaitMs, 'wait for 90 days at most, for example "5d"'),
)

/** What comes of a task or a message that nobody answered, or that was not made: no answer has these names. */
export const ownResults = ['timeout', 'skipped', 'withdrawn', 'failed', 'unconfirmed'] as const

/** `{ what: call, who: owner, due: 2d, timeout: 5d }`: a person does something and says what came of it. */
export const taskStep = z.strictObject({
  what: slug,
  who: slug,
  how: z.optional(z.string().check(z.minLength(1), z.maxLength(2_000))),
  channel: z.optional(otherChannel),
  answers: z._default(
    z
      .array(
        slug.check(
          z.refine(
            (answer) => !ownResults.some((one) => one === answer),
            'Ripen gives this result itself: take another',
          ),
        ),
      )
      .check(
        z.minLength(1),
        z.maxLength(10),
        z.refine((all) => new Set(all).size === all.length, 'an answer stands there twice'),
      ),
    ['done', 'not-reached'],
  ),
  due: answeredWithin,
  timeout: answeredWithin,
})
export type TaskStep = z.infer<typeof taskStep>

/** What a provider reports of a message. */
export const outcomes = ['failed', 'delivered', 'replied', 'stop'] as const
export type Outcome = (typeof outcomes)[number]

/** `{ provider: sms-twin, channel: sms, text: "…", timeout: 1d }`: a provider delivers something and reports what came of it. */
export const webhookStep = z.strictObject({
  provider: slug,
  channel: otherChannel,
  text: words,
  until: z._default(z.enum(['delivered', 'replied']), 'delivered'),
  timeout: answeredWithin,
})
export type WebhookStep = z.infer<typeof webhookStep>

/** Is this a step that speaks to the lead otherwise than by mail, or has somebody do so? */
export function isTouch({ task, webhook }: Step): boolean {
  return task !== undefined || webhook !== undefined
}

/** The channel that a step needs a consent for; undefined where nobody is contacted (a task to look something up). A task to `call`, `post`, … is for that channel. */
export function channelOf({ task, webhook }: Step): OtherChannel | undefined {
  return webhook?.channel ?? task?.channel ?? otherChannels.find((one) => one === task?.what)
}

/** The consent that a step needs, by its name in the mailbox. */
export function consentFor(sequence: Sequence, step: Step): string | undefined {
  const channel = channelOf(step)
  return channel && consentNameOf(sequence.topic, channel)
}

/** How long a step waits for its answer, in ms. */
export function timeoutOf({ task, webhook }: Step): number {
  return durationMs((task ?? webhook)?.timeout ?? '0s')
}

/** All that may come of a step, for whoever asks in a condition. */
export function resultsOf({ task, webhook }: Step): string[] {
  if (task) return [...task.answers, 'timeout', 'skipped', 'withdrawn']
  return webhook ? [...outcomes, 'timeout', 'skipped', 'withdrawn', 'unconfirmed'] : []
}

/** Of what a provider reports, in whatever order, the strongest counts: who read and answered a message had it. */
export function strongest(one: string | undefined, other: string): string {
  const [a, b] = [one, other].map((name) => outcomes.findIndex((known) => known === name))
  return one !== undefined && (a ?? -1) >= (b ?? -1) ? one : other
}

/** Does a fact of this type say what came of a task or a message? */
export function isTouchResult(type: string): boolean {
  return type === 'task-answered' || type === 'touch-skipped' || /^message-(delivered|failed|replied|stop)$/.test(type)
}
