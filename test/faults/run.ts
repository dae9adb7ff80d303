import { setImmediate as breath } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { seeded } from '../../core/seeded.ts'
import { brokenIn } from './guarantees.ts'
import type { Moment } from './moments.ts'
import { missingMails, type Outcome, outcomeOf, unconfirmedIn } from './outcome.ts'
import { People, worldOf } from './people.ts'
import type { Hit, Made, Plan } from './plan.ts'
import type { StoryName } from './stories.ts'

/** A run of a story with faults. */
export interface Trial {
  readonly story: StoryName
  readonly plan?: Plan
  /** Draws when events come: the same seed, the same order. Without one they come as they were told. */
  readonly seed?: number
}

export interface Result {
  readonly calls: readonly Made[]
  readonly hits: readonly Hit[]
  readonly outcome: Outcome
  /** What people were told is done. */
  readonly moments: readonly Moment['what'][]
  /** Everything that is not as it must be, in words. */
  readonly broken: readonly string[]
}

/** Plays a story once. */
export async function play({ story, plan, seed }: Trial): Promise<Result> {
  // A whole run is done without the event loop: whoever watches this process hears of it in between.
  await breath()
  const random = seed === undefined ? undefined : seeded(seed)
  const delayMs = random && (() => Math.floor(random() * 3_000))
  const world = worldOf(story, { ...(plan && { plan }), ...(delayMs && { delayMs }) })
  try {
    const people = new People(world, story)
    await people.play()
    const { calls, hits } = world.faults
    const moments = people.moments.all
    const broken = brokenIn(world, moments)
    return { calls, hits, outcome: outcomeOf(world), moments: moments.map(({ what }) => what), broken }
  } finally {
    world.stop()
  }
}

const undisturbed = new Map<StoryName, Promise<Result>>()

/** The run of a story in which nothing goes wrong. */
export function undisturbedRun(story: StoryName): Promise<Result> {
  // The first run of a process reads what is kept for good, and so makes more calls than any later one.
  const run = undisturbed.get(story) ?? play({ story }).then(() => play({ story }))
  undisturbed.set(story, run)
  return run
}

/** Plays a story with faults; answers all that is not as it must be, also beside the run in which nothing goes wrong. */
export async function tried(trial: Trial): Promise<Result> {
  const expected = (await undisturbedRun(trial.story)).outcome
  const result = await play(trial)
  const { outcome, hits } = result
  const { toLead, toStaff } = missingMails(expected, outcome)
  // Where a message did not go, the branch on what came of it sends another mail.
  const inPlace = missingMails(outcome, expected).toLead
  const unconfirmed = unconfirmedIn(outcome)
  // A mail that nobody can say of whether it went makes another story: its reader did not click, or posted again.
  const isOther = toLead.length + toStaff.length + unconfirmed > 0
  const differs = !isOther && !isDeepStrictEqual(outcome, expected)
  return {
    ...result,
    broken: [
      ...result.broken,
      // In another order there may be fewer calls than the plan counts on.
      ...(trial.seed === undefined && hits.length < (trial.plan?.size ?? 0) ? ['what is to go wrong goes wrong'] : []),
      ...(differs ? [`the end is the same: ${difference(expected, outcome)}`] : []),
      ...(toLead.length - inPlace.length > hits.length
        ? [`one mail at most is missing for each fault: ${toLead}`]
        : []),
      ...(unconfirmed > hits.length ? ['one send at most is unconfirmed for each fault'] : []),
    ],
  }
}

/** Plays trials one after the other; answers those in which something is not as it must be, each with how to play it alone. Stops after ten. */
export async function tryAll(trials: readonly (Trial | (() => Promise<Trial>))[]): Promise<string[]> {
  const failed: string[] = []
  for (const one of trials) {
    const trial = typeof one === 'function' ? await one() : one
    const { broken, hits } = await tried(trial)
    if (broken.length > 0) failed.push(`${inWords(trial, hits)}\n  ${broken.join('\n  ')}`)
    if (failed.length >= 10) break
  }
  return failed
}

/** How to play one trial alone. */
export function inWords({ story, seed }: Trial, hits: readonly Hit[]): string {
  const faults = hits.map(({ number, kind }) => `${number}:${kind}`).join(',')
  const calls = hits.map(({ number, kind, call }) => `call ${number} (${call}) ${kind}`).join(' and ')
  return `${calls || 'nothing goes wrong'}; alone: FAULTS='${story} ${seed ?? '-'} ${faults}' npm run test:faults -- one-run`
}

function difference(expected: Outcome, found: Outcome): string {
  const [a, b] = [JSON.stringify(expected, null, 1).split('\n'), JSON.stringify(found, null, 1).split('\n')]
  const lost = a.filter((line) => !b.includes(line)).map((line) => `-${line.trim()}`)
  const more = b.filter((line) => !a.includes(line)).map((line) => `+${line.trim()}`)
  return [...lost, ...more].join(' ') || 'in order or number'
}
