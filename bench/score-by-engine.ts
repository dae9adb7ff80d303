import { Engine, type RuleProperties } from 'json-rules-engine'
import { wordsOf } from '../core/condition.ts'
import { durationMs } from '../core/duration.ts'
import type { Fact } from '../core/scoring/engagement.ts'
import { capped, wholePoints } from '../core/scoring/fold-score.ts'
import type { ScoringModel } from '../core/scoring/model.ts'
import type { Score, ScorePart } from '../core/scoring/score.ts'
import type { BenchLead } from './score-by-hand.ts'

/** The fact that a condition asks about which is not there: an engine asks for it by name all the same. */
const unknown = { allowUndefinedFacts: true }

/**
 * The same model in json-rules-engine, as somebody would write it who takes that library: one engine of the fit rules asked about the lead, one of the engagement
 * rules asked about each fact; fading, caps and rounding, which it has not, are done with its answers. Gives the same score as the fold.
 */
export function engineFor(
  model: ScoringModel,
): (lead: BenchLead, facts: readonly Fact[], nowMs: number) => Promise<Score> {
  const fit = new Engine(
    model.fit.map(({ id = '', when }) => rule(id, testsOf(when as Asked))),
    unknown,
  )
  const engagement = new Engine(
    model.engagement.map(({ id = '', on, where = {} }) =>
      rule(id, [
        // Asked first, so that the engine need not ask the rest of what is of another type.
        { fact: 'type', operator: 'equal', value: on, priority: 10 },
        { fact: 'machine', operator: 'notEqual', value: true },
        ...testsOf(where as Asked),
      ]),
    ),
    unknown,
  )
  for (const engine of [fit, engagement]) addOperators(engine)
  return async (lead, facts, nowMs) => {
    const held = new Set((await fit.run({ ...lead })).events.map(({ type }) => type))
    const parts: ScorePart[] = model.fit
      .filter(({ id = '' }) => held.has(id))
      .map(({ id = '', points }) => ({ rule: id, kind: 'fit', points, full: points, facts: 0 }))
    const sums = new Map<string, { sum: number; full: number; facts: number; last: string }>()
    let [capturedAt, actedAt] = [undefined as string | undefined, undefined as string | undefined]
    for (const { type, at, data } of facts) {
      if (type === 'form-submitted' && (capturedAt === undefined || at < capturedAt)) capturedAt = at
      const { events } = await engagement.run({ type, ...data })
      for (const { type: id } of events) {
        const found = model.engagement.find((one) => one.id === id)
        if (!found) continue
        if (found.points > 0 && (actedAt === undefined || at > actedAt)) actedAt = at
        const halfLife = found['half-life'] ? durationMs(found['half-life']) : Number.POSITIVE_INFINITY
        const left = found.points * 2 ** (-(nowMs - Date.parse(at)) / halfLife)
        const before = sums.get(id) ?? { sum: 0, full: 0, facts: 0, last: at }
        sums.set(id, {
          sum: before.sum + left,
          full: before.full + found.points,
          facts: before.facts + 1,
          last: at > before.last ? at : before.last,
        })
      }
    }
    for (const { id = '', cap = Number.POSITIVE_INFINITY } of model.engagement) {
      const found = sums.get(id)
      if (!found) continue
      const points = wholePoints(capped(found.sum, { cap }))
      parts.push({ rule: id, kind: 'engagement', points, full: found.full, facts: found.facts, last: found.last })
    }
    const of = (kind: string) => parts.reduce((sum, part) => sum + (part.kind === kind ? part.points : 0), 0)
    return {
      total: of('fit') + of('engagement'),
      fit: of('fit'),
      interest: of('engagement'),
      parts,
      indicators: [],
      ...(capturedAt !== undefined && { capturedAt }),
      ...(actedAt !== undefined && { actedAt }),
      explicit: false,
    }
  }
}

type Asked = Readonly<Record<string, unknown>>
interface Test {
  readonly priority?: number
  readonly fact: string
  readonly operator: string
  readonly value: unknown
}

function rule(id: string, all: readonly Test[]): RuleProperties {
  return { conditions: { all: [...all] as never }, event: { type: id } }
}

function testsOf(when: Asked): Test[] {
  return Object.entries(when).flatMap(([fact, test]): Test[] => {
    if (Array.isArray(test)) return [{ fact, operator: 'in', value: test }]
    if (typeof test !== 'object' || test === null) return [{ fact, operator: 'equal', value: test }]
    return Object.entries(test).map(([name, value]) => ({ fact, operator: operators[name] ?? name, value }))
  })
}

const operators: Readonly<Record<string, string>> = {
  'not-in': 'notIn',
  'at-least': 'greaterThanInclusive',
  'at-most': 'lessThanInclusive',
}

function addOperators(engine: Engine): void {
  engine.addOperator('contains', (text: string | undefined, phrases: string[]) => {
    const words = ` ${wordsOf(text ?? '')} `
    return phrases.some((phrase) => words.includes(` ${wordsOf(phrase)} `))
  })
  engine.addOperator('starts-with', (text: string | undefined, start: string) => text?.startsWith(start) ?? false)
}
