import { setImmediate as breath } from 'node:timers/promises'
import { fewChanges } from '../fixtures/interleave.ts'
import { anyOrder, EveryOrder } from './every-order.ts'
import { isWhole } from './how-many.ts'
import { type Scene, worldAt } from './scene.ts'
import { type Choose, type Raced, Turns } from './turns.ts'
import type { World } from './world.ts'

/** Functions that run at once, and what must be so afterwards. */
export interface Race {
  readonly runs: Readonly<Record<string, () => Promise<unknown>>>
  readonly afterwards: (raced: Raced) => Promise<void>
}

type Prepare = (world: World) => Promise<Race>

/** A race of more orders than this is too long to go through whole. */
const atMost = 4_000
/** How many random orders are tried of such a race. */
const randomly = isWhole ? 300 : 20

/**
 * Runs a race in every order of its calls, each time in a world of its own at the scene; in a sample only in those in which one is done whole in the middle
 * of the other. Throws Error where there are too many.
 */
export async function everyOrder(scene: Scene, prepare: Prepare): Promise<void> {
  if (!isWhole) return fewOrders(scene, prepare, 'whole')
  const every = new EveryOrder()
  for (let orders = 1; orders <= atMost; orders += 1) {
    await raceOnce(scene, prepare, every.choose, () => every.isRepeat)
    if (every.next()) continue
    if (orders === 1) throw new Error('these functions do not race: no call of one conflicts with one of the other')
    return
  }
  throw new Error(`there are more than ${atMost} orders`)
}

/** As {@link everyOrder} for a race that is too long for that: every order with at most two changes from one to the other, and random ones. */
export async function manyOrders(scene: Scene, prepare: Prepare): Promise<void> {
  await fewOrders(scene, prepare, isWhole ? 'in parts' : 'whole')
  await randomOrders(scene, prepare)
}

/** As {@link everyOrder}, in random orders only. */
export async function randomOrders(scene: Scene, prepare: Prepare): Promise<void> {
  for (let seed = 1; seed <= randomly; seed += 1) await raceOnce(scene, prepare, anyOrder(seed))
}

/** Every order in which one is done in the middle of the other: `whole`, or also `in parts`. */
async function fewOrders(scene: Scene, prepare: Prepare, done: 'whole' | 'in parts'): Promise<void> {
  const { order } = await raceOnce(scene, prepare, ([first]) => first?.name ?? '')
  const [one = '', other = ''] = new Set(order.map(({ name }) => name))
  const callsOf = (name: string) => order.filter((step) => step.name === name).length
  const [ofOne, ofOther] = [callsOf(one), callsOf(other)]
  const all = fewChanges(one, ofOne, other, ofOther)
  const orders = done === 'whole' ? all.slice(0, ofOne + ofOther + 2) : all
  for (const choose of orders) await raceOnce(scene, prepare, byNames(choose))
}

function byNames(choose: ReturnType<typeof fewChanges>[number]): Choose {
  let step = -1
  return (waiting) => {
    step += 1
    return choose(
      waiting.map(({ name }) => name),
      step,
    )
  }
}

async function raceOnce(scene: Scene, prepare: Prepare, choose: Choose, isRepeat = () => false): Promise<Raced> {
  // A whole race is run without the event loop: whoever watches this process hears of it in between.
  await breath()
  const world = await worldAt(scene)
  const turns = new Turns()
  const { between } = world
  try {
    const { runs, afterwards } = await prepare(world)
    world.between = (call, make) => turns.between(call, () => between(call, make))
    const raced = await turns.race(runs, choose)
    world.between = between
    // Nothing new comes of an order that was broken off as a repeat.
    if (isRepeat()) return raced
    const failed = Object.values(raced.outcomes).find((outcome) => outcome.status === 'rejected')
    if (failed) throw inOrder(raced, failed.reason)
    await afterwards(raced).catch((error) => Promise.reject(inOrder(raced, error)))
    return raced
  } finally {
    world.stop()
  }
}

function inOrder({ order }: Raced, cause: unknown): Error {
  const steps = order.map(({ name, call }) => `${name} ${call.name.replace('Command', '')}`)
  return new Error(`in the order ${steps.join(', ')}`, { cause })
}
