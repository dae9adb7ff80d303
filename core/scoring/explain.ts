import { toInstant } from '../names.ts'
import { isCapture } from './acts.ts'
import { qualifyBar } from './dial.ts'
import { conditionInWords, counted, typeInWords } from './in-words.ts'
import type { ScoringModel } from './model.ts'
import { type Gap, gapsTo } from './qualify.ts'
import { counts, type EngagementRule, type FitRule, type Rules, rulesOf } from './rules.ts'
import type { Score, ScorePart } from './score.ts'
import { exampleOf } from './tests-on.ts'

/** A score in words, for the people who work with the lead. */
export interface Explanation {
  readonly total: number
  readonly fit: number
  readonly interest: number
  /** "Every point is explained: which rule, which fact, how much is left of it." */
  readonly parts: readonly (ScorePart & { readonly says: string })[]
  /** What keeps the lead under sales' bar now; empty when it is over it. */
  readonly missing: readonly (Gap & { readonly says: string })[]
  /** The cheapest single act that would lift it over, where one does: the fewest points that are enough. */
  readonly wouldQualify?: { readonly rule: string; readonly on: string; readonly points: number; readonly says: string }
}

/** Explains a score by the model that made it, as things stand at `nowMs`. */
export function explainScore(model: ScoringModel, score: Score, nowMs: number): Explanation {
  const rules = rulesOf(model)
  const missing = gapsTo(qualifyBar(model, nowMs), score)
  const wouldQualify = missing.length > 0 ? cheapestAct(rules, score, nowMs) : undefined
  return {
    total: score.total,
    fit: score.fit,
    interest: score.interest,
    parts: score.parts.map((part) => ({ ...part, says: partInWords(rules, part) })),
    missing: missing.map((gap) => ({ ...gap, says: gapInWords(gap) })),
    ...(wouldQualify && { wouldQualify }),
  }
}

function cheapestAct(rules: Rules, score: Score, nowMs: number): Explanation['wouldQualify'] {
  const bar = qualifyBar(rules.model, nowMs)
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
  const more = alike.reduce((sum, other) => {
    const has = score.parts.find((part) => part.rule === other.name)?.points ?? 0
    return sum + Math.max(-other.cap, Math.min(other.cap, has + other.points)) - has
  }, 0)
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

function partInWords(rules: Rules, part: ScorePart): string {
  const fit = rules.fit.find(({ name }) => name === part.rule)
  if (part.kind === 'fit' || !part.last) return `${inPoints(part.points)}: ${fit ? fitInWords(fit) : part.rule}`
  const rule = rules.engagement.find(({ name }) => name === part.rule)
  const where = rule?.where ? ` where ${conditionInWords(rule.where)}` : ''
  const what = `${typeInWords(rule?.on ?? part.rule)}${where}`
  const capped =
    rule && Number.isFinite(rule.cap) && Math.abs(part.points) === rule.cap ? `, its cap is ${rule.cap}` : ''
  return `${part.points} of ${inPoints(part.full)} left${capped}: ${what}, ${counted(part.facts, 'time')}, last on ${part.last.slice(0, 10)}`
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
  }
}

function inPoints(points: number): string {
  return counted(points, 'point')
}
