import { isDeepStrictEqual } from 'node:util'
import { type Condition, fieldsOf } from '../condition.ts'
import { type Finding, type Path, warning } from '../content/problem.ts'
import { implies, impossibleIn } from './implied.ts'
import type { ScoringModel } from './model.ts'
import { refusal } from './refusal.ts'
import { rulesOf } from './rules.ts'

type EngagementRule = ScoringModel['engagement'][number]

/** Rules by which one act, answer or indicator counts twice, and those that can never hold. */
export function checkOverlaps(model: ScoringModel): Finding[] {
  return [...overlappingActs(model), ...overlappingFit(model), ...sameIndicators(model), ...impossibleRules(model)]
}

function overlappingActs(model: ScoringModel): Finding[] {
  const names = rulesOf(model).engagement.map(({ name }) => name)
  return pairsOf(model.engagement).flatMap(([rule, place, other, before]): Finding[] => {
    if (rule.on !== other.on || rule.points < 0 !== other.points < 0) return []
    // One of each is a bonus for doing it often.
    if (!isDeepStrictEqual(windowOf(rule), windowOf(other))) return []
    // What machines do counts for rules alone that ask for it.
    if (asksForMachines(rule) !== asksForMachines(other)) return []
    const path = ['engagement', place, rule.where ? 'where' : 'on']
    if (implies(rule.where, other.where) && implies(other.where, rule.where)) {
      const message = `it counts each act that the rule "${names[before]}" counts, and no other: one act is awarded twice`
      return [refusal(path, message, 'leave one of the two out, or tell them apart by "where"')]
    }
    if (rule.group !== undefined && rule.group === other.group) return []
    const narrow = implies(rule.where, other.where) ? place : implies(other.where, rule.where) ? before : undefined
    if (narrow === undefined) return []
    const wide = narrow === place ? before : place
    return [
      warning(
        ['engagement', narrow, 'where'],
        `what it counts the rule "${names[wide]}" counts as well: one act brings ${rule.points + other.points} points`,
        'if that is not meant, leave these out there by "where"; if it is, put both into one group, whose cap holds for them together',
      ),
    ]
  })
}

function overlappingFit(model: ScoringModel): Finding[] {
  const names = rulesOf(model).fit.map(({ name }) => name)
  return pairsOf(model.fit).flatMap(([rule, place, other, before]): Finding[] => {
    if (rule.points < 0 !== other.points < 0) return []
    const [narrow, wide] = [implies(rule.when, other.when), implies(other.when, rule.when)]
    if (narrow && wide) {
      const message = `it asks just what the rule "${names[before]}" asks: one answer is awarded twice`
      return [refusal(['fit', place, 'when'], message, 'leave one of the two out')]
    }
    if (!narrow && !wide) return []
    const [inner, outer] = narrow ? [place, before] : [before, place]
    const message = `who passes it passes the rule "${names[outer]}" as well, and gets ${rule.points + other.points} points`
    return [
      warning(['fit', inner, 'when'], message, 'if that is not meant, leave these out there, for example by not-in'),
    ]
  })
}

function sameIndicators({ indicators }: ScoringModel): Finding[] {
  return pairsOf(indicators).flatMap(([one, place, other]) =>
    isDeepStrictEqual(one.when, other.when)
      ? [
          refusal(
            ['indicators', place, 'when'],
            `it asks just what "${other.id}" asks: one answer counts as two`,
            'ask for something else',
          ),
        ]
      : [],
  )
}

function impossibleRules({ fit, engagement, indicators, accounts }: ScoringModel): Finding[] {
  const asked: [Condition | undefined, Path][] = [
    ...fit.map(({ when }, index): [Condition, Path] => [when, ['fit', index, 'when']]),
    ...engagement.map(({ where }, index): [Condition | undefined, Path] => [where, ['engagement', index, 'where']]),
    ...indicators.map(({ when }, index): [Condition, Path] => [when, ['indicators', index, 'when']]),
    ...(accounts?.roles ?? []).map(({ when }, index): [Condition, Path] => [
      when,
      ['accounts', 'roles', index, 'when'],
    ]),
  ]
  return asked.flatMap(([condition, at]) =>
    impossibleIn(condition ?? {}).map(({ path, why }) =>
      refusal([...at, ...path], `it can never hold: ${why}`, 'leave the rule out, or ask for what there is'),
    ),
  )
}

/** Each two of these, the later first, with their places. */
function pairsOf<One>(all: readonly One[]): [One, number, One, number][] {
  return all.flatMap((one, place) =>
    all.slice(0, place).map((other, before): [One, number, One, number] => [one, place, other, before]),
  )
}

function windowOf({ within, 'at-least': least }: EngagementRule) {
  return { within, least }
}

function asksForMachines({ where }: EngagementRule): boolean {
  return where !== undefined && fieldsOf(where).includes('machine')
}
