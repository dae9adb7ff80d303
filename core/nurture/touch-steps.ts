import * as z from 'zod/mini'
import { otherChannel } from '../consent/channel.ts'
import { words } from '../content/words.ts'
import { duration, durationMs } from '../duration.ts'
import { slug } from '../names.ts'

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

/** What a provider reports of a message. */
export const outcomes = ['failed', 'delivered', 'replied', 'stop'] as const

/** `{ provider: sms-twin, channel: sms, text: "…", timeout: 1d }`: a provider delivers something and reports what came of it. */
export const webhookStep = z.strictObject({
  provider: slug,
  channel: otherChannel,
  text: words,
  until: z._default(z.enum(['delivered', 'replied']), 'delivered'),
  timeout: answeredWithin,
})

/** Of what a provider reports, in whatever order, the strongest counts: who read and answered a message had it. */
export function strongest(one: string | undefined, other: string): string {
  return one !== undefined && strengthOf(one) >= strengthOf(other) ? one : other
}

/** What no provider reports, an answer of staff among them, has none: the first one stays. */
function strengthOf(result: string): number {
  return (outcomes as readonly string[]).indexOf(result)
}

/** Does a fact of this type say what came of a task or a message? */
export function isTouchResult(type: string): boolean {
  return type === 'task-answered' || type === 'touch-skipped' || /^message-(delivered|failed|replied|stop)$/.test(type)
}
