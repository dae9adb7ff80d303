import './virtual-clock.ts'
import { expect, it } from 'vitest'
import { pairs, seed } from './how-many.ts'
import { pairOf } from './pairs.ts'
import { tryAll } from './run.ts'

console.log(
  `${pairs} pairs of faults from seed ${seed}; the same again: FAULT_PAIRS=${pairs} FAULT_SEED=${seed} vitest run test/faults`,
)

it('two calls go wrong, in whatever order events come: nothing is sent twice or without consent, and nothing is lost', {
  timeout: 1_800_000,
}, async () => {
  const trials = Array.from({ length: pairs }, (_, n) => () => pairOf(seed, n))
  expect(await tryAll(trials)).toEqual([])
})
