import {
  formsKind,
  scoringModelsKind,
  sequencesKind,
  slaPoliciesKind,
  type YamlType,
} from '../../core/content/schemas.ts'
import './virtual-clock.ts'
import { executionName } from '../../core/nurture/send-id.ts'
import { identityKey, tokenKeys } from '../../functions/aws/secrets.ts'
import { startClock } from '../../functions/aws/start-clock.ts'
import { marketingMailOn } from '../../functions/consent/switches.ts'
import { allCurrent, publishedEmail } from '../../functions/content/published.ts'
import { handoffClock } from '../../functions/handoff/handoff-clock.ts'
import { leadIdOf } from '../../functions/leads/identity.ts'
import { enrolmentClock } from '../../functions/nurture/enrolment-clock.ts'
import { scoringModelNow } from '../../functions/scoring/scoring-model.ts'
import { clock } from '../fixtures/a-clock.ts'
import { address } from './lead.ts'
import { type Execution, executionArn } from './machines.ts'
import type { MemoryTable } from './memory-table.ts'
import { People } from './people.ts'
import type { StoryName } from './stories.ts'
import { startMs } from './virtual-clock.ts'
import { World } from './world.ts'

const minute = 60_000
/** The version under which everything is published in a scene. */
export const publishedVersion = 900_000

/** A moment of a story: what the table held, which machines ran, and when. */
export interface Scene {
  readonly leadId: string
  readonly table: ReturnType<MemoryTable['copy']>
  readonly executions: readonly Execution[]
  readonly atMs: number
}

/** The moment of a story so many minutes after its beginning; `held` machines have not rung since they were started. */
export async function sceneAt(minutes: number, given: { story?: StoryName; held?: boolean } = {}): Promise<Scene> {
  const world = new World({ version: publishedVersion })
  const people = new People(world, given.story ?? 'withdraws-late')
  world.machines.isHeld = given.held ?? false
  people.begin()
  await world.timeline.until(startMs + minutes * minute)
  return sceneOf(world)
}

/** Before anybody posted anything. */
export async function emptyScene(): Promise<Scene> {
  return sceneOf(new World({ version: publishedVersion }))
}

async function sceneOf(world: World): Promise<Scene> {
  const leadId = await leadIdOf(address)
  world.stop()
  return { leadId, table: world.table.copy(), executions: world.machines.copy(), atMs: clock.ms }
}

/** A world at this moment. What functions keep between calls is read before, so that none of them waits for what another is just reading. */
export async function worldAt({ table, executions, atMs }: Scene): Promise<World> {
  const world = new World({ version: publishedVersion, table })
  clock.ms = atMs
  world.machines.restore(executions)
  for (const kind of [formsKind, sequencesKind, scoringModelsKind, slaPoliciesKind]) await allCurrent<YamlType>(kind)
  for (const id of ['confirm', 'welcome', 'second', 'third', 'handoff-opened', 'handoff-escalated']) {
    await publishedEmail(id, 'en')
  }
  await Promise.all([marketingMailOn(), tokenKeys(), identityKey(), scoringModelNow()])
  return world
}

/** An execution of this generation that is about to ring, started now unless it was before: of an enrolment, or of a hand-off. */
export async function aboutToRing(
  world: World,
  ids: { leadId: string } & ({ enrolmentId: string } | { handoffId: string }),
  generation = 1,
): Promise<Execution> {
  const clockOf = 'enrolmentId' in ids ? enrolmentClock(ids) : handoffClock(ids)
  world.machines.isHeld = true
  const started = await startClock(clockOf, generation)
  world.machines.isHeld = false
  const arn = executionArn(clockOf.machineArn, executionName(clockOf.subject, started))
  return world.machines.executions.get(arn) as Execution
}
