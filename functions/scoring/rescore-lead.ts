import { LeadQualified, LeadScored } from '../../core/events.ts'
import type { Profile } from '../../core/leads/lead.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { toInstant } from '../../core/names.ts'
import {
  decideScore,
  decisionsToRecord,
  type ModelVersion,
  type Rescored,
  recordedOf,
} from '../../core/scoring/decide-score.ts'
import type { Engagement, Fact } from '../../core/scoring/engagement.ts'
import { nextChange } from '../../core/scoring/next-change.ts'
import { rulesOf } from '../../core/scoring/rules.ts'
import type { Score } from '../../core/scoring/score.ts'
import { changeOf } from '../../core/scoring/score-change.ts'
import { emptySnapshot, engagementOf, mayMiss, moveHorizon, type Snapshot } from '../../core/scoring/snapshot.ts'
import { announcement } from '../aws/announce.ts'
import { activityKey, scoreChangeKey } from '../aws/keys.ts'
import { ifAbsent, putItem } from '../aws/table.ts'
import { changeLead, TooContended } from '../leads/change-lead.ts'
import type { ReadLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { factsAfter, type KeptScore, keepScore, readScoredLead } from './score-items.ts'
import { scoringModelNow } from './scoring-model.ts'

/** What the event told: the time of the fact and the profile's version then. */
export interface Told {
  readonly at: string
  readonly version: number
  /** The type of the fact. */
  readonly type?: string
}

/** Who acted so lately, and is heard of now, is forwarded at once where they are ripe; all others wait for their turn. */
const freshMs = 86_400_000

/** Somebody changed the lead or its score since they were read. */
class Raced extends Error {}

/**
 * Scores a lead by all its facts and decides what follows. Who is ripe without a fresh act of their own, by time or by another model, waits until it is
 * their turn. Safe to repeat and to run twice at once: the profile's version tells whether somebody
 * scored in between, and then all is read again. Throws {@link TooContended} after ten such tries.
 */
export async function rescoreLead(leadId: string, told?: Told, itsTurn = false): Promise<void> {
  const model = await scoringModelNow()
  if (!model) return
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    try {
      return await rescoreOnce(leadId, model, told, itsTurn)
    } catch (error) {
      if (!(error instanceof Raced)) throw error
    }
  }
  throw new TooContended()
}

async function rescoreOnce(
  leadId: string,
  model: ModelVersion,
  told: Told | undefined,
  itsTurn: boolean,
): Promise<void> {
  // The lead first: facts that a later version tells of may be missing in the tail, and then the write below sees that version.
  const { lead, before } = await readScoredLead(leadId)
  if (!lead || lead.mailbox.erasedAt || lead.mailbox.mergedInto) return
  // A profile without a score was never scored, or was forgotten: then what is kept says nothing of this lead.
  const taken = lead.profile.score ? usable(before, model, told) : emptySnapshot
  const tail = await factsAfter(leadId, taken.horizon)
  const nowMs = now()
  const rules = rulesOf(model.value)
  const engagement = engagementOf(rules, taken, tail, nowMs)
  const forwards = itsTurn || (told !== undefined && nowMs - lastActMs(engagement) < freshMs)
  const decide = (state: LeadState) => decideScore(model, state, engagement, nowMs, forwards)
  const rescored = decide(lead)
  const profile = rescored.set ? await writeProfile(lead, rescored, decide, told?.version) : lead.profile
  await recordDecisions(profile, before, tail)
  await recordChange(profile, rescored.score, before, told?.type)
  const kept = await keepScore(
    {
      leadId,
      model: model.id,
      modelVersion: model.version,
      at: toInstant(nowMs),
      score: rescored.score,
      snapshot: moveHorizon(rules, taken, tail, nowMs, lead.profile.version),
      recorded: recordedOf(profile),
      ...(rescored.waits && { waitsSince: before?.waitsSince ?? toInstant(nowMs) }),
    },
    nextChange(rules, engagement, model.threshold),
    before,
  )
  if (!kept) throw new Raced()
}

/** The stored snapshot, or none: another model's says nothing, and a fact that came late may be missing in it. */
function usable(before: KeptScore | undefined, { id, version }: ModelVersion, told: Told | undefined): Snapshot {
  if (!before || before.model !== id || before.modelVersion !== version) return emptySnapshot
  return told && mayMiss(before.snapshot, told) ? emptySnapshot : before.snapshot
}

async function writeProfile(
  read: ReadLead,
  { cause }: Rescored,
  decide: (state: LeadState) => Rescored,
  heard: number | undefined,
): Promise<Profile> {
  const { leadId, version } = read.profile
  const decideOnce = (fresh: LeadState) => {
    const { set, scored, qualified, cause: anew } = decide(fresh)
    if (fresh.profile.version !== version || anew.id !== cause.id || !set) throw new Raced()
    return {
      set,
      announce: [
        ...(scored ? [announcement(LeadScored, scored)] : []),
        ...(qualified ? [announcement(LeadQualified, qualified)] : []),
      ],
    }
  }
  const lead = await changeLead(leadId, cause, decideOnce, { read, heard })
  if (!lead) throw new Raced()
  return lead.profile
}

/** The score is kept after its decisions are recorded: who dies in between records them at the next try. */
async function recordDecisions(profile: Profile, before: KeptScore | undefined, tail: readonly Fact[]): Promise<void> {
  for (const decision of decisionsToRecord(profile, before?.recorded ?? {})) {
    if (tail.some(({ id }) => id === decision.id)) continue
    await putItem(activityKey(decision.leadId, decision.at, decision.id), decision, ifAbsent)
  }
}

/** As decisions are: before the score is kept, so that who dies in between records it at the next try. */
async function recordChange(
  profile: Profile,
  score: Score,
  before: KeptScore | undefined,
  fact: string | undefined,
): Promise<void> {
  const change = changeOf(profile, score, before, fact)
  if (change) await putItem(scoreChangeKey(change.leadId, change.at), change, ifAbsent)
}

function lastActMs({ actedAt, capturedAt }: Engagement): number {
  return Math.max(...[actedAt, capturedAt].map((at) => (at === undefined ? 0 : Date.parse(at))))
}
