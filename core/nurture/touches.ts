import { consentNameOf, type OtherChannel, otherChannels } from '../consent/channel.ts'
import { durationMs } from '../duration.ts'
import type { Sequence, Step } from './sequence.ts'
import { outcomes } from './touch-steps.ts'

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
