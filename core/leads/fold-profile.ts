import { isZone } from '../zone.ts'
import { type Activity, byTimeThenId } from './activity.ts'
import type { Profile, Touch } from './lead.ts'
import { further, stageBy } from './stage.ts'

/** Name in `fieldsSetBy` of the fact that set the language; no field of a form can be called so. */
const localeSetBy = '$locale'
/** The answer that names the lead's own IANA zone. */
const zoneField = 'timezone'

/** What others do about a lead is no activity of its own. */
const notItsOwn =
  /^(email-(sent|delivered|delayed|rejected|failed|bounced)|list-imported|qualified|dropped|stage-changed|(un)?suppressed|handoff-.+|opportunity-opened|deal-.+)$/

/**
 * The profile after these facts. A pure fold: facts in any order, with any repeats, in any portions, give the same profile. Of two answers to the same field
 * the later act counts, at the same time the one with the greater id.
 */
export function foldFacts(profile: Profile, facts: readonly Activity[]): Profile {
  return withZone(facts.reduce(foldFact, profile))
}

function foldFact(profile: Profile, fact: Activity): Profile {
  const { at, id, told = {} } = fact
  const set = { at, id }
  const isNews = (field: string) => {
    const before = Object.hasOwn(profile.fieldsSetBy, field) ? profile.fieldsSetBy[field] : undefined
    return !before || byTimeThenId(set, before) > 0
  }
  const news = Object.entries(told.fields ?? {}).filter(([field]) => isNews(field))
  const locale = told.locale !== undefined && isNews(localeSetBy) ? told.locale : undefined
  const setBy = [...news.map(([field]) => field), ...(locale === undefined ? [] : [localeSetBy])]
  const firstTouch = firstOf(profile.firstTouch, told.touch)
  const lastTouch = lastOf(profile.lastTouch, told.touch)
  const customerSince = fact.type === 'deal-won' ? earlier(profile.customerSince, at) : profile.customerSince
  return {
    ...profile,
    fields: { ...profile.fields, ...Object.fromEntries(news) },
    fieldsSetBy: { ...profile.fieldsSetBy, ...Object.fromEntries(setBy.map((field) => [field, set])) },
    tags: [...new Set([...profile.tags, ...(told.tags ?? [])])].sort(),
    ...(locale !== undefined && { locale }),
    ...(firstTouch && { firstTouch }),
    ...(lastTouch && { lastTouch }),
    lastActivityAt: notItsOwn.test(fact.type) || at <= profile.lastActivityAt ? profile.lastActivityAt : at,
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

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b
}
