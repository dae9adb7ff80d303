import { type Condition, type Facts, holds, knownFor } from '../condition.ts'
import { agesOf } from '../leads/activity-summary.ts'
import { weighedInterests } from '../leads/interests.ts'
import type { Profile } from '../leads/lead.ts'
import { leadSource } from '../leads/lead-source.ts'
import { fromInstant } from '../names.ts'
import type { Enrolment } from './enrolment.ts'
import type { UsedSegment } from './segment.ts'

/** For whom, and when, a condition is asked. */
export interface AskedFor {
  readonly profile: Profile
  readonly nowMs: number
  /** The segments that the sequence uses. */
  readonly segments?: readonly UsedSegment[] | undefined
  readonly enrolment?: Enrolment | undefined
}

/**
 * What conditions in sequences may ask: the lead's own answers by field name, then `stage`, `status`, `locale`, `country`, `tags`, `customer`,
 * `score`, `fit`, `interest`, `grade` (`A1`), `indicators` (those that hold), `interests` (what it reads of, the strongest first), `main-interest` and
 * `interest-in.<tag>` (how strong), `lead-source.name` and the like (where it came from), `imported.source` and `imported.origin` (the first list that it stood on), `activity` (what it did, and when) and `segment` (the
 * segments that it is in); inside a sequence also `sent` and `clicked` (template ids), `event` (activity types seen since the start) and `split.<step>` (the variant
 * drawn there) and `result.<step>` (what came of a task or a message).
 */
export function leadFacts({ profile, nowMs, segments, enrolment }: AskedFor): Facts {
  let activity: Facts | undefined
  let segment: string[] | undefined
  let read: ReturnType<typeof weighedInterests> | undefined
  const weighed = () => {
    read ??= weighedInterests(profile.interests, nowMs)
    return read
  }
  const facts: Facts = {
    ...profile.fields,
    stage: profile.stage,
    status: profile.status,
    locale: profile.locale,
    tags: profile.tags,
    'lead-source': leadSource(profile),
    ...(profile.imported && { imported: { source: profile.imported.source, origin: profile.imported.origin } }),
    customer: profile.customerSince !== undefined,
    score: profile.score?.total,
    fit: profile.score?.fit,
    interest: profile.score?.interest,
    grade: profile.score?.grade,
    indicators: profile.score?.indicators,
    ...(enrolment && {
      sent: Object.keys(enrolment.sent),
      clicked: Object.keys(enrolment.clicked),
      event: Object.keys(enrolment.seen),
      split: enrolment.splits,
      result: Object.fromEntries(Object.entries(enrolment.results ?? {}).map(([step, { result }]) => [step, result])),
    }),
    // Worked out for who asks: most conditions do not.
    get interests() {
      return weighed().map(({ tag }) => tag)
    },
    get 'main-interest'() {
      return weighed()[0]?.tag
    },
    get 'interest-in'() {
      return Object.fromEntries(weighed().map(({ tag, weight }) => [tag, weight]))
    },
    get activity() {
      activity ??= activityOf(profile, nowMs)
      return activity
    },
  }
  if (!segments) return facts
  return Object.defineProperty(facts, 'segment', {
    get() {
      if (segment) return segment
      segment = []
      // Each comes after those that it uses itself.
      for (const { id, when } of segments) if (holds(when, facts)) segment.push(id)
      return segment
    },
  })
}

/** Does the condition hold? */
export function holdsFor(when: Condition, asked: AskedFor): boolean {
  return holds(when, leadFacts(asked))
}

function activityOf({ activitySummary, createdAt }: Profile, nowMs: number): Facts | undefined {
  return activitySummary && { ...agesOf(activitySummary, nowMs), [knownFor]: [nowMs - fromInstant(createdAt)] }
}
