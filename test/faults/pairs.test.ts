import './virtual-clock.ts'
import { expect, it } from 'vitest'
import { pairs, seed, timeout } from './how-many.ts'
import { pairOf } from './pairs.ts'
import { tryAll } from './run.ts'

console.log(
  `${pairs} pairs of faults from seed ${seed}; again: FAULT_PAIRS=${pairs} FAULT_SEED=${seed} npm run test:faults -- pairs`,
)

it('two calls go wrong, in whatever order events come: nothing is sent twice or without consent, and nothing is lost', {
  timeout,
}, async () => {
  const trials = Array.from({ length: pairs }, (_, n) => () => pairOf(seed, n))
  expect(await tryAll(trials)).toEqual([])
})
