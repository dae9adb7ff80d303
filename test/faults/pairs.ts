import { seeded } from '../../core/seeded.ts'
import type { Plan } from './plan.ts'
import { type Trial, undisturbedRun } from './run.ts'
import { storyNames } from './stories.ts'

/** The n-th pair of random faults of a seed: two calls of a story, each with one of the faults that it can have, events coming in any order. */
export async function pairOf(seed: number, n: number): Promise<Trial & { readonly plan: Plan }> {
  const random = seeded(seed * 1_000_003 + n)
  const below = (bound: number) => Math.floor(random() * bound)
  const story = storyNames[below(storyNames.length)] ?? 'withdraws-late'
  const calls = (await undisturbedRun(story)).calls.length
  const one = below(calls)
  const other = (one + 1 + below(calls - 1)) % calls
  return {
    story,
    seed: below(2 ** 31),
    plan: new Map([
      [one, below(1_000)],
      [other, below(1_000)],
    ]),
  }
}
