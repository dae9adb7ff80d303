import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerHandoff, judgeOutcome } from '../../../core/handoff/answer.ts'
import { type AskedFindings, type Found, findingNames } from '../../../core/handoff/finding.ts'
import { isQualifiedBySales, missingFindings, qualify } from '../../../core/handoff/findings.ts'
import { findingsInWords } from '../../../core/handoff/findings-words.ts'
import { handoffStates } from '../../../core/handoff/handoff.ts'
import { profileAfter } from '../../../core/handoff/settle.ts'
import { activity } from '../../../core/leads/activity.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { funnel } from '../../../core/leads/funnel.ts'
import { toInstant } from '../../../core/names.ts'
import { stageInWords } from '../../../core/scoring/stage-change.ts'
import { aFunnel } from '../../fixtures/a-funnel.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aProfile } from '../../fixtures/a-lead.ts'

const nowMs = Date.parse('2026-11-24T10:00:00.000Z')
const asks: AskedFindings = { findings: ['need', 'authority'], funnelVersion: 3 }
const both: Found = { need: 'one view of the stock', authority: 'signs herself' }
const passesTo = { team: 'inside-sales', by: 'round-robin' } as const
const accepted = (given = {}) => aHandoff({ state: 'accepted', asks, ...given })
const findings = (found: Found) => ({ found, at: toInstant(nowMs), by: 'anna', times: 1 })

describe('an SQL', () => {
  it.each([
    ['is who is accepted, where the funnel asks nothing', { state: 'accepted' as const }, true],
    ['is not who is only accepted, where it asks something', { state: 'accepted' as const, asks }, false],
    ['is who is accepted with all of it found', { state: 'accepted' as const, asks, findings: findings(both) }, true],
    ['is not who lacks a part of it', { state: 'accepted' as const, asks, findings: findings({ need: 'x' }) }, false],
    ['is not who is with sales development, where nothing is asked', { state: 'accepted' as const, passesTo }, false],
    [
      'is not of whom sales development found more than was asked, which was nothing',
      { state: 'accepted' as const, passesTo, findings: findings(both) },
      false,
    ],
    [
      'is whom sales development qualified',
      { state: 'accepted' as const, passesTo, asks, findings: findings(both) },
      true,
    ],
    ['stays who was passed on', { state: 'open' as const, asks, findings: findings(both) }, true],
    ['is nobody who was just handed over', { state: 'open' as const }, false],
  ])('%s', (_, given, is) => {
    const handoff = aHandoff(given)
    expect(isQualifiedBySales(handoff)).toBe(is)
    expect(profileAfter(handoff, aProfile({ stage: 'mql' }))).toEqual(is ? { stage: 'sql' } : {})
  })

  it('is no SQL by the fact of accepting alone, where something is asked, and is one by what was found', () => {
    const answered = answerHandoff(aHandoff(), { kind: 'accepted', by: 'anna', asks }, nowMs)
    if (answered.result !== 'first') throw new Error(answered.result)
    expect(answered.fact).toMatchObject({ type: 'handoff-accepted', data: { awaits: ['need', 'authority'] } })
    const { stage } = foldFacts(aProfile({ stage: 'mql' }), [answered.fact])
    expect(stage).toBe('mql')
    const qualified = qualify(answered.handoff, { by: 'anna', found: both }, nowMs)
    if (qualified.result !== 'changed') throw new Error(qualified.result)
    expect(foldFacts(aProfile({ stage: 'mql' }), [activity.parse(qualified.fact)]).stage).toBe('sql')
    expect(stageInWords(answered.fact)).toBe('was accepted by sales; sales still has to find out: need, authority')
    expect(stageInWords(qualified.fact)).toBe(
      'was qualified by sales, by “sql” of the funnel, version 3: need “one view of the stock”, authority “signs herself”',
    )
  })
})

describe('what sales found', () => {
  it.each(handoffStates)('can be said while sales has the lead: %s', (state) => {
    const { result } = qualify(aHandoff({ state, asks }), { by: 'anna', found: both }, nowMs)
    const expected = { open: 'early', accepted: 'changed', opportunity: 'changed' } as Record<string, string>
    expect(result).toBe(expected[state] ?? 'over')
  })

  it('names what is missing, and takes what was known before', () => {
    expect(qualify(accepted(), { by: 'anna', found: { budget: '20k' } }, nowMs)).toEqual({
      result: 'missing',
      missing: ['need', 'authority'],
    })
    const known = accepted({ findings: findings({ need: 'x' }) })
    expect(qualify(known, { by: 'boris', found: { authority: 'y' } }, nowMs)).toMatchObject({
      result: 'changed',
      handoff: { findings: { found: { need: 'x', authority: 'y' }, by: 'boris', times: 2 } },
      fact: { id: 'handoff-qualified-1-2', data: { criterion: 'sql', funnelVersion: 3, need: 'x', authority: 'y' } },
    })
  })

  it('said by sales development goes along; the lead is brought in line with it once more', () => {
    const qualified = qualify(accepted({ settled: 'accepted' }), { by: 'dev', found: both }, nowMs)
    expect(qualified).toMatchObject({ result: 'changed', handoff: { findings: { found: both, by: 'dev' } } })
    expect(qualified).toHaveProperty('handoff.settled', undefined)
  })

  const found = fc.record(Object.fromEntries(findingNames.map((name) => [name, fc.string({ minLength: 1 })])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Found>

  it('said again changes nothing, and each change is a fact of its own; the last word on each counts', () => {
    fc.assert(
      fc.property(fc.array(found), (all) => {
        let handoff = accepted({ asks: undefined })
        const ids: string[] = []
        for (const one of all) {
          const first = qualify(handoff, { by: 'anna', found: one }, nowMs)
          if (first.result === 'changed') {
            ids.push(first.fact.id)
            handoff = first.handoff
          } else expect(first.result).toBe('same')
          expect(qualify(handoff, { by: 'boris', found: one }, nowMs)).toEqual({ result: 'same' })
        }
        expect(new Set(ids).size).toBe(ids.length)
        expect(handoff.findings?.found ?? {}).toEqual(Object.assign({}, ...all))
      }),
    )
  })

  it('is missing or known, never both; nothing is missing where nothing is asked', () => {
    fc.assert(
      fc.property(fc.subarray([...findingNames]), found, found, (names, known, more) => {
        const of = { asks: { findings: names, funnelVersion: 1 }, findings: findings(known) }
        const missing = missingFindings(of, more)
        for (const name of names)
          expect(missing.includes(name)).toBe(known[name] === undefined && more[name] === undefined)
        expect(missing.every((name) => names.includes(name))).toBe(true)
        expect(missingFindings({ asks: undefined, findings: undefined })).toEqual([])
      }),
    )
  })

  it('is read in order, in the language of the reader', () => {
    expect(findingsInWords({ authority: 'y', need: 'x' }, 'ru')).toEqual([
      { label: 'Потребность', value: 'x' },
      { label: 'Кто решает', value: 'y' },
    ])
    expect(findingsInWords({ timing: 'z' }, 'fa-IR')).toEqual([{ label: 'تا چه زمانی', value: 'z' }])
    expect(findingsInWords({ timing: 'z' }, 'de')).toEqual([{ label: 'By when', value: 'z' }])
  })
})

describe('a deal', () => {
  const says = (handoff: ReturnType<typeof aHandoff>, result: 'opportunity' | 'won' | 'lost', more = {}) =>
    judgeOutcome(handoff, { result, by: 'anna', ...more }, nowMs)

  it.each([
    ['opportunity', {}, 'missing'],
    ['won', {}, 'missing'],
    ['lost', {}, 'first'],
    ['opportunity', { found: both }, 'first'],
    ['won', { found: { need: 'x' } }, 'missing'],
    ['won', { elsewhere: true }, 'first'],
  ] as const)('%s with %j of a lead that was only accepted: %s', (result, more, expected) => {
    expect(says(accepted(), result, more).result).toBe(expected)
  })

  it('needs nothing more once it is found, and says both where it brings it', () => {
    expect(says(accepted({ findings: findings(both) }), 'won').result).toBe('first')
    const reported = says(accepted(), 'won', { found: both })
    expect('facts' in reported && reported.facts.map(({ id }) => id)).toEqual(['handoff-qualified-1', 'deal-won-1'])
    expect(reported).toMatchObject({ handoff: { state: 'won', findings: { found: both } } })
  })

  it('that says nothing new of the deal, but of what was found, is stored', () => {
    const deal = { result: 'opportunity' as const, at: toInstant(nowMs), by: 'anna' }
    const open = accepted({ state: 'opportunity', outcome: deal })
    expect(says(open, 'opportunity', { found: both })).toMatchObject({
      result: 'first',
      facts: [{ type: 'handoff-qualified' }],
    })
    expect(says({ ...open, findings: findings(both) }, 'opportunity', { found: both })).toEqual({ result: 'same' })
  })
})

describe('the funnel', () => {
  const problems = (given: object) =>
    funnel.safeParse(given).error?.issues.map(({ path, message }) => [path.join('/'), message])

  it('says what sales finds out, once each, of the stage sql alone', () => {
    expect(problems(aFunnel(['need', 'authority']))).toBeUndefined()
    expect(problems(aFunnel())).toBeUndefined()
    expect(problems(aFunnel(['need', 'need']))).toEqual([['stages/5/requires', 'name each of them once']])
    expect(problems(aFunnel([]))?.[0]?.[0]).toBe('stages/5/requires')
    expect(problems(aFunnel(['charm']))?.[0]?.[0]).toBe('stages/5/requires/0')
    const { id, stages } = aFunnel()
    const misplaced = stages.map((one) => (one.stage === 'mql' ? { ...one, requires: ['need'] } : one))
    expect(problems({ id, stages: misplaced })).toEqual([
      ['stages/3/requires', 'only of the stage sql something is required: what sales is to find out'],
    ])
  })
})
