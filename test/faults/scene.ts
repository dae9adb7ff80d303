import './virtual-clock.ts'
import { identityKey, tokenKeys } from '../../functions/aws/secrets.ts'
import { startClock } from '../../functions/aws/start-clock.ts'
import { marketingMailOn } from '../../functions/consent/switches.ts'
import { allCurrent, publishedEmail } from '../../functions/content/published.ts'
import { leadIdOf } from '../../functions/leads/identity.ts'
import { enrolmentClock } from '../../functions/nurture/enrolment-clock.ts'
import { handoffClock } from '../../functions/handoff/handoff-clock.ts'
import { clock } from '../fixtures/a-clock.ts'
import type { Execution } from './machines.ts'
import type { MemoryTable } from './memory-table.ts'
import { People } from './people.ts'
import type { StoryName } from './stories.ts'
import { startMs } from './virtual-clock.ts'
import { World } from './world.ts'

const minute = 60_000
const version = 900_000

/** A moment of a story: what the table held, and when. */
export interface Scene {
  readonly leadId: string
  readonly table: ReturnType<MemoryTable['copy']>
  readonly atMs: number
}

/** The moment of a story so many minutes after its beginning; `held` machines have not rung since they were started. */
export async function sceneAt(minutes: number, given: { story?: StoryName; held?: boolean } = {}): Promise<Scene> {
  const world = new World({ version })
  const people = new People(world, given.story ?? 'withdraws-late')
  world.machines.isHeld = given.held ?? false
  people.begin()
  await world.timeline.until(startMs + minutes * minute)
  world.stop()
  return { leadId: await leadIdOf('olga@shop.example'), table: world.table.copy(), atMs: clock.ms }
}

/** Before anybody posted anything. */
export async function emptyScene(): Promise<Scene> {
  const world = new World({ version })
  world.stop()
  return { leadId: '', table: world.table.copy(), atMs: startMs }
}

/** A world at this moment. What functions keep between calls is read before, so that none of them waits for what another is just reading. */
export async function worldAt({ table, atMs }: Scene): Promise<World> {
  const world = new World({ version })
  world.table.restore(table)
  clock.ms = atMs
  for (const type of ['forms', 'sequences', 'scoring-models', 'sla-policies'] as const) await allCurrent(type)
  for (const id of ['confirm', 'welcome', 'second', 'third', 'handoff-opened', 'handoff-warning']) {
    await publishedEmail(id, 'en')
  }
  await Promise.all([marketingMailOn(), tokenKeys(), identityKey()])
  return world
}

/** An execution of this generation that is about to ring: of an enrolment, or of a hand-off. */
export async function aboutToRing(
  world: World,
  ids: { leadId: string } & ({ enrolmentId: string } | { handoffId: string }),
  generation = 1,
): Promise<Execution> {
  world.machines.isHeld = true
  await startClock('enrolmentId' in ids ? enrolmentClock(ids) : handoffClock(ids), generation)
  world.machines.isHeld = false
  const started = [...world.machines.executions.values()].at(-1)
  if (!started) throw new Error('nothing was started')
  return started
}
