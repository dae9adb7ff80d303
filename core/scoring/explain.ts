import { durationInWords } from '../duration.ts'
import { toInstant } from '../names.ts'
import { isCapture } from './acts.ts'
import { type Bar, qualifyBar, turnedTo } from './dial.ts'
import { type Grade, gradeOf } from './grade.ts'
import { conditionInWords, counted, typeInWords } from './in-words.ts'
import type { ScoringModel } from './model.ts'
import { type Gap, gapsTo } from './qualify.ts'
import { counts, type EngagementRule, type FitRule, type Rules, rulesOf } from './rules.ts'
import type { Score, ScorePart } from './score.ts'
import { exampleOf } from './tests-on.ts'
import { scoreSet, type Threshold } from './threshold.ts'

/** A score in words, for the people who work with the lead. */
export interface Explanation {
  readonly total: number
  readonly fit: number
  readonly interest: number
  /** "Every point is explained: which rule, which fact, how much is left of it." */
  readonly parts: readonly (ScorePart & { readonly says: string })[]
  /** What keeps the lead under sales' bar now; empty when it is over it. */
  readonly missing: readonly (Gap & { readonly says: string })[]
  /** Fit A to D and interest 1 to 4, beside the sum. */
  readonly grade: Grade
  /** What sales' bar asks of the sum now, and since what: the model, the dial, or what sales set. */
  readonly bar: { readonly score: number; readonly by: 'model' | 'dial' | 'sales'; readonly says: string }
  /** When time alone next changes the score or the bar: scores fade by the night. */
  readonly nextChange?: { readonly at: string; readonly says: string }
  /** It is over the bar, by time or by another model alone, and is forwarded as sales has room. */
  readonly waitsSince?: string
  /** The cheapest single act that would lift it over, where one does: the fewest points that are enough. */
  readonly wouldQualify?: { readonly rule: string; readonly on: string; readonly points: number; readonly says: string }
}

const noReaction: Gap = { gate: 'reaction', has: 0, needs: 1 }

/** What is known beside model and score. */
export interface Explained {
  readonly threshold?: Threshold | undefined
  /** When the stored score is next due to change. */
  readonly dueAt?: string | undefined
  readonly waitsSince?: string | undefined
  /** Its source qualifies by reaction, and there was none yet. */
  readonly awaitsReaction?: boolean | undefined
}

/** Explains a score by the model that made it, as things stand at `nowMs`. */
export function explainScore(
  model: ScoringModel,
  score: Score,
  nowMs: number,
  { threshold, dueAt, waitsSince, awaitsReaction = false }: Explained = {},
): Explanation {
  const rules = rulesOf(model)
  const bar = qualifyBar(model, nowMs, threshold)
  const missing: Gap[] = [...gapsTo(bar, score), ...(awaitsReaction ? [noReaction] : [])]
  const wouldQualify = missing.length > 0 ? cheapestAct(rules, score, bar, nowMs) : undefined
  return {
    total: score.total,
    fit: score.fit,
    interest: score.interest,
    parts: score.parts.map((part) => ({ ...part, says: partInWords(rules, part) })),
    grade: gradeOf(model, score),
    bar: barInWords(model, bar.score, nowMs, threshold),
    ...(dueAt && { nextChange: { at: dueAt, says: changeInWords(rules, score, dueAt, nowMs) } }),
    ...(waitsSince && { waitsSince }),
    missing: missing.map((gap) => ({ ...gap, says: gapInWords(gap) })),
    ...(wouldQualify && { wouldQualify }),
  }
}

function barInWords(
  model: ScoringModel,
  score: number,
  nowMs: number,
  threshold: Threshold | undefined,
): Explanation['bar'] {
  const set = scoreSet(threshold, nowMs)
  if (threshold && set !== undefined) {
    const until = threshold.until ? ` until ${threshold.until.slice(0, 10)}` : ''
    return { score, by: 'sales', says: `${score}, set by ${threshold.by} of sales${until}` }
  }
  const step = turnedTo(model, nowMs)
  if (step) return { score, by: 'dial', says: `${score}, by the dial (${step.from} for ${step.for})` }
  return { score, by: 'model', says: `${score}, as the model says` }
}

/** Which rules have points that fade, since those are what a night takes from. */
function changeInWords({ engagement, inactivity }: Rules, { parts }: Score, dueAt: string, nowMs: number): string {
  const fading = parts
    .filter(({ rule, points }) => {
      const found = engagement.find(({ name }) => name === rule)
      return points !== 0 && found !== undefined && (Number.isFinite(found.halfLifeMs) || found.window !== undefined)
    })
    .map(({ rule }) => rule)
  const when = Date.parse(dueAt) <= nowMs ? 'tonight' : `in the night of ${dueAt.slice(0, 10)}`
  // Who does nothing may lose points by it, too.
  if (fading.length === 0)
    return `without any act, ${inactivity.length > 0 ? 'the score or the bar' : 'the bar'} changes ${when}`
  return `without any act, changes ${when}: ${fading.join(', ')} ${fading.length === 1 ? 'fades' : 'fade'}`
}

function cheapestAct(rules: Rules, score: Score, bar: Bar, nowMs: number): Explanation['wouldQualify'] {
  return rules.engagement
    .filter(({ act }) => act)
    .map((rule) => ({ rule, after: withOneMore(rules, score, rule, nowMs) }))
    .filter(({ after }) => gapsTo(bar, after).length === 0)
    .map(({ rule, after }) => ({
      rule: rule.name,
      on: rule.on,
      points: after.total - score.total,
      says: `${actInWords(rule)} would qualify`,
    }))
    .sort((a, b) => a.points - b.points)[0]
}

/** The score right after one more fact that this rule counts, by all rules that count such a fact. Whole points add up exactly. */
function withOneMore(rules: Rules, score: Score, rule: EngagementRule, nowMs: number): Score {
  const example = rule.where ? exampleOf(rule.where) : {}
  const alike = (rules.byType.get(rule.on) ?? []).filter((other) => other === rule || counts(other, example))
  const given = alike.map((other): [number | undefined, number] => {
    // How many lie within its time is not known here: then one more is taken as not enough.
    if (other.window) return [other.group, 0]
    const has = score.parts.find((part) => part.rule === other.name)?.points ?? 0
    return [other.group, Math.max(-other.cap, Math.min(other.cap, has + other.points)) - has]
  })
  const inGroups = [...new Set(given.map(([group]) => group))].map((group) => {
    const sum = given.reduce((all, [of, points]) => all + (of === group ? points : 0), 0)
    return Math.min(sum, roomIn(rules, score, group))
  })
  const more = inGroups.reduce((all, points) => all + points, 0) - silence(rules, score)
  const at = toInstant(nowMs)
  const capturedAt = score.capturedAt ?? (isCapture(rule.on) ? at : undefined)
  return {
    ...score,
    total: score.total + more,
    interest: score.interest + more,
    actedAt: at,
    ...(capturedAt && { capturedAt }),
  }
}

/** What a group still lets through. */
function roomIn(rules: Rules, score: Score, group: number | undefined): number {
  if (group === undefined) return Number.POSITIVE_INFINITY
  const names = rules.engagement.filter((other) => other.group === group).map(({ name }) => name)
  const has = score.parts.reduce((sum, { rule, points }) => sum + (names.includes(rule) ? points : 0), 0)
  return (rules.groups[group]?.cap ?? Number.POSITIVE_INFINITY) - has
}

/** The points that are taken for doing nothing: any act gives them back. */
function silence({ inactivity }: Rules, { parts }: Score): number {
  return parts.reduce((sum, { rule, points }) => sum + (inactivity.some(({ name }) => name === rule) ? points : 0), 0)
}

function partInWords(rules: Rules, part: ScorePart): string {
  const fit = rules.fit.find(({ name }) => name === part.rule)
  if (part.kind === 'fit' || !part.last) return `${inPoints(part.points)}: ${fit ? fitInWords(fit) : part.rule}`
  const last = part.last.slice(0, 10)
  const step = rules.inactivity.find(({ name }) => name === part.rule)
  if (step) return `${inPoints(part.points)}: nothing done for ${durationInWords(step.after)}, last on ${last}`
  const rule = rules.engagement.find(({ name }) => name === part.rule)
  const group = rule?.group === undefined ? undefined : rules.groups[rule.group]
  const held = part.held && group ? `, ${inPoints(part.held)} over the ${group.cap} of the group ${group.id}` : ''
  const where = rule?.where ? ` where ${conditionInWords(rule.where)}` : ''
  const what = `${typeInWords(rule?.on ?? part.rule)}${where}`
  const { within, 'at-least': least } = (rule && rules.model.engagement[rule.index]) ?? {}
  if (within)
    return `${inPoints(part.points)}${held}: ${what}, ${least} times within ${durationInWords(within)}, last on ${last}`
  const capped =
    rule && Number.isFinite(rule.cap) && Math.abs(part.points) === rule.cap ? `, its cap is ${rule.cap}` : ''
  return `${part.points} of ${inPoints(part.full)} left${capped}${held}: ${what}, ${counted(part.facts, 'time')}, last on ${last}`
}

function fitInWords({ when }: FitRule): string {
  return conditionInWords(when)
}

const acts: Readonly<Record<string, string>> = {
  'form-submitted': 'a form',
  'email-opened': 'an opened email',
  'email-clicked': 'a click in an email',
  'email-replied': 'a reply to an email',
  'page-visited': 'a page visit',
  'site-searched': 'a search on the site',
  'content-downloaded': 'a download',
  call: 'a call',
  demo: 'a demo',
  'meeting-booked': 'a booked meeting',
}

function actInWords({ on, name, where }: EngagementRule): string {
  const act = Object.hasOwn(acts, on) ? acts[on] : `a fact "${typeInWords(on)}"`
  return `${act}${where ? ` where ${conditionInWords(where)}` : ''} (rule ${name})`
}

function gapInWords({ gate, has, needs }: Gap): string {
  switch (gate) {
    case 'score':
      return `the score is ${has} and must be ${needs}`
    case 'fit':
      return `fit is ${has} and must be ${needs}: who the lead is`
    case 'interest':
      return `interest is ${has} and must be ${needs}: what the lead does`
    case 'indicators':
      return `${counted(has, 'indicator')} of the ${needs} needed`
    case 'act':
      return 'it has done nothing yet since it became known'
    case 'reaction':
      return 'it comes from a source that qualifies by reaction, and has done nothing itself yet'
  }
}

function inPoints(points: number): string {
  return counted(points, 'point')
}
