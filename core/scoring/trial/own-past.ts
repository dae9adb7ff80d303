import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type Facts, fieldsOf, fold } from '../../condition.ts'
import type { Profile } from '../../leads/lead.ts'
import { toInstant } from '../../names.ts'
import { seeded } from '../../seeded.ts'
import { FieldTally } from '../backtest/field-tally.ts'
import { judgeBy } from '../backtest/judge-lead.ts'
import { LeadColumns } from '../backtest/judged-leads.ts'
import { leakOfField, leakOfRule } from '../backtest/leaks.ts'
import { whenJudged } from '../backtest/past-lead.ts'
import { type Figures, figuresOf } from '../backtest/report.ts'
import {
  driftWarnings,
  lateWarning,
  leakWarning,
  neverHolding,
  thinWarning,
  unripeWarning,
  type Warning,
} from '../backtest/warnings.ts'
import { addFacts, type Fact, inOrder, noEngagement } from '../engagement.ts'
import type { ScoringModel } from '../model.ts'
import { rulesOf } from '../rules.ts'
import { scoringFacts } from '../scoring-facts.ts'

const dayMs = 86_400_000
/** Each is judged so long after it came, or at its outcome where that was earlier. */
export const judgedAfterMs = 30 * dayMs
/** How often leads are drawn anew for the intervals: as many as go into one request. */
const drawn = 200

/** One closed lead as a model judges it, short enough that thousands lie in one item: who it is is not in it, and of what it answered only what is alike. */
export const judged = z.tuple([
  /** Won? */
  z.int(),
  /** Day on which it came, since 1970. */
  z.int(),
  z.int(),
  z.int(),
  z.int(),
  /** The rules that hold. */
  z.array(z.int()),
  /** What was known when it was judged, for leaks and drift by field: numbers, and of all else eight characters of a hash. */
  z.optional(z.record(z.string(), z.union([z.number(), z.string()]))),
])
export type Judged = z.infer<typeof judged>

/** A lead's outcome, and when it was; undefined while it is open. */
export function outcomeOf(
  { stage, customerSince }: Pick<Profile, 'stage' | 'customerSince'>,
  facts: readonly Fact[],
): { isWon: boolean; decidedMs: number | undefined } | undefined {
  const first = (type: string) => facts.find((fact) => fact.type === type)?.at
  const ms = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at))
  if (stage === 'customer' || customerSince !== undefined) {
    return { isWon: true, decidedMs: ms(first('deal-won') ?? customerSince) }
  }
  const lost = facts.findLast(({ type }) => type === 'deal-lost' || type === 'handoff-rejected')?.at
  if (lost !== undefined) return { isWon: false, decidedMs: ms(lost) }
  return stage === 'sql' || stage === 'opportunity' ? undefined : { isWon: false, decidedMs: undefined }
}

/** Judges a closed lead by the code that scores; undefined of one that is open, or that came so lately that it can't be judged yet. `late` are answers that came after. */
export function judgeOwn(
  model: ScoringModel,
  profile: Profile,
  given: readonly Fact[],
  nowMs: number,
): { judged: Judged; late: readonly string[] } | undefined {
  const facts = inOrder(given)
  const outcome = outcomeOf(profile, facts)
  if (!outcome) return undefined
  const cameMs = Date.parse(profile.createdAt)
  const judgedMs = whenJudged(cameMs, outcome.decidedMs, judgedAfterMs)
  if (judgedMs > nowMs) return undefined
  const known = facts.filter(({ at }) => Date.parse(at) < judgedMs)
  const engagement = addFacts(rulesOf(model), noEngagement, known, judgedMs)
  const late = Object.keys(profile.fields).filter(
    (field) => (profile.fieldsSetBy[field]?.at ?? '') >= toInstant(judgedMs),
  )
  const past = {
    key: undefined,
    cameMs,
    isWon: outcome.isWon,
    decidedMs: outcome.decidedMs,
    judgedMs,
    facts: answersBefore(profile, late),
    late,
  }
  const { total, passesGates, isReady, holds } = judgeBy(model)(past, engagement)
  const flag = (holdsTrue: boolean) => (holdsTrue ? 1 : 0)
  const day = Math.floor(cameMs / dayMs)
  const likeness = likenessOf(profile.fields, late)
  return { judged: [flag(outcome.isWon), day, total, flag(passesGates), flag(isReady), [...holds], likeness], late }
}

/** Enough to tell which leads answered alike, and nothing that names one. */
function likenessOf(fields: Profile['fields'], late: readonly string[]): Record<string, number | string> {
  const alike: Record<string, number | string> = {}
  for (const [field, value] of Object.entries(fields)) {
    if (late.includes(field) || (Array.isArray(value) && value.length === 0)) continue
    alike[field] =
      typeof value === 'number'
        ? value
        : createHash('sha256')
            .update(fold(String(value)))
            .digest('hex')
            .slice(0, 8)
  }
  return alike
}

/** What own leads answered, by field, as a list's columns are counted. */
function talliesOf(leads: readonly Judged[]): FieldTally[] {
  const names = [...new Set(leads.flatMap(([, , , , , , known = {}]) => Object.keys(known)))].sort()
  return names.map((name) => {
    const tally = new FieldTally(name)
    for (const [isWon, day, , , , , known = {}] of leads) {
      tally.add(Object.hasOwn(known, name) ? known[name] : undefined, isWon === 1, day * dayMs)
    }
    return tally
  })
}

/** What was known of a lead when it was judged; having bought is the outcome itself. */
function answersBefore(profile: Profile, late: readonly string[]): Facts {
  const fields = Object.fromEntries(Object.entries(profile.fields).filter(([field]) => !late.includes(field)))
  return { ...scoringFacts({ ...profile, fields }), customer: false }
}

/** What a model would have done with these leads; a sentence where they are of one outcome alone. */
export function reportOfOwn(
  model: ScoringModel,
  leads: readonly Judged[],
  { late, capacity, nowMs }: { late: Readonly<Record<string, number>>; capacity?: number | undefined; nowMs: number },
): { figures: Figures; warnings: readonly Warning[] } | { says: string } {
  const won = leads.filter(([isWon]) => isWon === 1).length
  const lost = leads.length - won
  if (won === 0 || lost === 0) {
    return {
      says: `It takes leads that were won and leads that were lost to compare them: ${won} were won and ${lost} were lost.`,
    }
  }
  const columns = new LeadColumns([{ name: model.id, model }])
  for (const [isWon, day, total, passes, ready, holds] of leads) {
    const judgement = { total, passesGates: passes === 1, isReady: ready === 1, holds }
    columns.add({ isWon: isWon === 1, cameMs: day * dayMs, judgements: [judgement] })
  }
  const tallies = talliesOf(leads)
  const asked = new Set(ruleFields(model))
  const figures = figuresOf(columns.judged(), {
    tallies: tallies.filter(({ name }) => asked.has(name)),
    resampling: { times: drawn, random: seeded(1) },
    capacity,
  })
  const rules = figures.models[0]?.rules ?? []
  const fresh = leads.filter(([isWon, day]) => isWon === 0 && nowMs - day * dayMs < freshMs).length
  const since = new Date(nowMs - freshMs).toISOString().slice(0, 10)
  const warnings = [
    ...tallies.flatMap((tally) => leakOfField(tally, { won, lost }) ?? []).map((leak) => leakWarning(leak, ofOwn.leak)),
    ...rules
      .flatMap(
        ({ name, leads: count, won: wins }) => leakOfRule(name, { leads: count, won: wins }, { won, lost }) ?? [],
      )
      .map((leak) => leakWarning(leak, ofOwn.leak)),
    ...Object.entries(late).map(([field, count]) => lateWarning(field, count)),
    ...neverHolding(model, rules, { known: asked, hasActivities: true }),
    ...(fresh >= leads.length / 20 ? [unripeWarning({ leads: fresh, days: freshMs / dayMs, since })] : []),
    thinWarning({ won, lost }),
    ...(figures.drift ? driftWarnings(figures.drift, ofOwn.drift) : []),
  ].filter((one) => one !== undefined)
  return { figures, warnings }
}

/** What to do about warnings where there is no list to change. */
const ofOwn = {
  leak: 'Was it written down because of the outcome, or after it? Then let no rule of the model ask for it.',
  drift:
    'Find out what changed then: a campaign, a form, a market. To look at the later leads alone, export them and use “ripen backtest” with --from.',
} as const

/** Who came so lately, and is not won, may be won still. */
const freshMs = 90 * dayMs

/** All that the model asks counts as known: forms ask it, or the model would not be live. */
function ruleFields(model: ScoringModel): string[] {
  return [...model.fit, ...model.indicators].flatMap(({ when }) => fieldsOf(when))
}
