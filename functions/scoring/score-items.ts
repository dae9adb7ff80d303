import { isDeepStrictEqual } from 'node:util'
import { activity } from '../../core/leads/activity.ts'
import { toInstant } from '../../core/names.ts'
import type { Fact } from '../../core/scoring/engagement.ts'
import type { Snapshot } from '../../core/scoring/snapshot.ts'
import { type StoredScore, storedScore } from '../../core/scoring/stored-score.ts'
import { activityKey, decidingRange, leadPartition, scoreKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item, ifAbsent, putItem } from '../aws/table.ts'
import { itemsBetween, leadOf, type ReadLead } from '../leads/lead-state.ts'

/** A lead's score as it is stored, with the time at which it is due to fade. */
export interface KeptScore extends StoredScore {
  readonly dueAt: string | undefined
}

/** Reads a lead's score and snapshot; undefined when it has none yet. */
export async function readScore(leadId: string): Promise<KeptScore | undefined> {
  return scoreIn(await getItem(scoreKey(leadId)))
}

/** Reads a lead and its score with one query, the score no earlier than the lead; no lead where there is none, or it has no score yet. */
export async function readScoredLead(
  leadId: string,
): Promise<{ lead: ReadLead | undefined; before: KeptScore | undefined }> {
  const { sk } = scoreKey(leadId)
  const items = await itemsBetween(leadId, { from: decidingRange.from, to: sk })
  const before = scoreIn(items.find((item) => item.sk === sk))
  return { lead: await leadOf(items), before }
}

function scoreIn(item: Item | undefined): KeptScore | undefined {
  return item && { ...storedScore.parse(item), dueAt: item.dueAt as string | undefined }
}

/** The facts after a horizon (all where there is none), oldest first; strongly consistent. */
export async function factsAfter(leadId: string, horizon: Snapshot['horizon']): Promise<Fact[]> {
  const after = horizon && activityKey(leadId, horizon.at, horizon.id).sk
  const facts: Fact[] = []
  for await (const item of everyItem({ pk: leadPartition(leadId), between: { from: after ?? 'ACT#', to: 'ACT#~' } })) {
    if (item.sk !== after) facts.push(activity.parse(item))
  }
  return facts
}

/**
 * Keeps a score on condition that nobody wrote since `before` was read, else false; writes nothing when it says the same. `dueMs` is when time alone
 * will change it.
 */
export async function keepScore(
  made: Omit<StoredScore, 'version'>,
  dueMs: number | undefined,
  before: KeptScore | undefined,
): Promise<boolean> {
  const dueAt = dueMs === undefined ? undefined : toInstant(dueMs)
  if (before && isDeepStrictEqual(sayings({ ...made, dueAt }), sayings({ ...before }))) return true
  const version = (before?.version ?? 0) + 1
  const item = { ...made, version, dueKind: dueAt && 'rescore', dueAt, ...placesOfRipe(made) }
  return putItem(
    scoreKey(made.leadId),
    item,
    before
      ? { text: '#version = :read', names: { '#version': 'version' }, values: { ':read': before.version } }
      : ifAbsent,
  )
}

/** The list of those who are ripe and wait: the highest score first, then whoever waits longest. */
export const ripeBox = 'RIPE'
/** No score is higher: 200 fit rules give a thousand points each at most, and 200 of engagement end at ten thousand. */
const highest = 10_000_000

function placesOfRipe({ waitsSince, score }: Omit<StoredScore, 'version'>): Item {
  if (waitsSince === undefined) return {}
  return { box: ripeBox, boxOrder: `${String(highest - score.total).padStart(8, '0')}#${waitsSince}` }
}

/** All but when and how often it was written. */
function sayings({ at, version, ...said }: Item): unknown {
  return JSON.parse(JSON.stringify(said))
}
