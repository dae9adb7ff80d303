import { isZone } from '../zone.ts'
import { type Activity, byTimeThenId } from './activity.ts'
import { withAct } from './activity-summary.ts'
import { withClick } from './click-hours.ts'
import { withReading } from './interests.ts'
import type { Profile, Touch } from './lead.ts'
import { isOwnAct, notItsOwn } from './own-acts.ts'
import { further, stageBy } from './stage.ts'

/** Name in `fieldsSetBy` of the fact that set the language; no field of a form can be called so. */
const localeSetBy = '$locale'
/** The answer that names the lead's own IANA zone. */
const zoneField = 'timezone'

/**
 * The profile after these facts. A pure fold: facts in any order, with any repeats, in any portions, give the same profile. Of two answers to the same field
 * the later act counts, at the same time the one with the greater id. A list fills blanks alone: what the person said counts, whenever it was; of two
 * lists the first.
 */
export function foldFacts(profile: Profile, facts: readonly Activity[]): Profile {
  return withZone(facts.reduce(foldFact, profile))
}

function foldFact(profile: Profile, fact: Activity): Profile {
  const { at, id, told = {} } = fact
  const isListed = fact.type === 'list-imported'
  const set = { at, id, ...(isListed && { listed: true as const }) }
  const isNews = (field: string) => {
    const before = Object.hasOwn(profile.fieldsSetBy, field) ? profile.fieldsSetBy[field] : undefined
    if (!before) return true
    if (isListed) return before.listed === true && byTimeThenId(set, before) < 0
    return before.listed === true || byTimeThenId(set, before) > 0
  }
  const news = Object.entries(told.fields ?? {}).filter(([field]) => isNews(field))
  const locale = told.locale !== undefined && isNews(localeSetBy) ? told.locale : undefined
  const setBy = [...news.map(([field]) => field), ...(locale === undefined ? [] : [localeSetBy])]
  const firstTouch = firstOf(profile.firstTouch, told.touch)
  const lastTouch = lastOf(profile.lastTouch, told.touch)
  const imported = isListed ? firstList(profile.imported, fact) : profile.imported
  const interests = withReading(profile.interests ?? {}, fact)
  const clickHours = withClick(profile.clickHours ?? [], fact)
  const customerSince = fact.type === 'deal-won' ? earlier(profile.customerSince, at) : profile.customerSince
  return {
    ...profile,
    // An empty answer takes back the one before.
    fields: Object.fromEntries(
      Object.entries({ ...profile.fields, ...Object.fromEntries(news) }).filter(([, value]) => value !== ''),
    ),
    fieldsSetBy: { ...profile.fieldsSetBy, ...Object.fromEntries(setBy.map((field) => [field, set])) },
    tags: [...new Set([...profile.tags, ...(told.tags ?? [])])].sort(),
    ...(locale !== undefined && { locale }),
    ...(firstTouch && { firstTouch }),
    ...(lastTouch && { lastTouch }),
    ...(imported && { imported }),
    lastActivityAt: notItsOwn.test(fact.type) || at <= profile.lastActivityAt ? profile.lastActivityAt : at,
    // Where there is none yet, it is made from all facts and not from this one alone.
    ...(profile.activitySummary && isOwnAct(fact) && { activitySummary: withAct(profile.activitySummary, fact) }),
    ...(Object.keys(interests).length > 0 && { interests }),
    ...(clickHours.length > 0 && { clickHours: [...clickHours] }),
    stage: further(profile.stage, stageBy(fact)),
    ...(customerSince && { customerSince }),
  }
}

/** The zone follows from the answers as they stand in the end, whatever order they came in. */
function withZone(profile: Profile): Profile {
  if (!Object.hasOwn(profile.fields, zoneField)) return profile
  const named = profile.fields[zoneField]
  return { ...profile, zone: typeof named === 'string' && isZone(named) ? named : undefined }
}

function firstOf(a: Touch | undefined, b: Touch | undefined): Touch | undefined {
  if (!a || !b) return a ?? b
  return orderOf(a) <= orderOf(b) ? a : b
}

function lastOf(a: Touch | undefined, b: Touch | undefined): Touch | undefined {
  if (!a || !b) return a ?? b
  return orderOf(a) >= orderOf(b) ? a : b
}

/** By time; touches of the same time in some fixed order, so that it never matters which was folded first. */
function orderOf(touch: Touch): string {
  return `${touch.at} ${JSON.stringify(Object.entries(touch).sort(([a], [b]) => (a < b ? -1 : 1)))}`
}

/** By time, then by import: the rows of one say the same of it. */
function firstList(before: Profile['imported'], { at, data }: Activity): Profile['imported'] {
  const { importId, source, origin, qualifyBy, controllable, basis } = data
  if (typeof importId !== 'string' || typeof source !== 'string' || typeof origin !== 'string') return before
  const list = {
    at,
    importId,
    source,
    origin,
    ...(qualifyBy === 'reaction' && ({ qualifyBy } as const)),
    ...(typeof controllable === 'boolean' && { controllable }),
    ...(Array.isArray(basis) && { basis }),
  }
  if (!before) return list
  return orderOfList(list) < orderOfList(before) ? list : before
}

function orderOfList(list: NonNullable<Profile['imported']>): string {
  const { at, importId, source, origin, qualifyBy, controllable, basis } = list
  return JSON.stringify([at, importId, source, origin, qualifyBy, controllable, basis])
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b
}
