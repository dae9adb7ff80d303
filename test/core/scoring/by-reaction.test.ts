import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { newProfile } from '../../../core/leads/new-lead.ts'
import { awaitsReaction } from '../../../core/leads/reaction.ts'
import { importedFact } from '../../../core/lists/imported-fact.ts'
import { explainScore } from '../../../core/scoring/explain.ts'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import { decideQualification } from '../../../core/scoring/qualify.ts'
import { scoringFacts } from '../../../core/scoring/scoring-facts.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'
import { aRow } from '../lists/a-row.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = '2026-11-20T09:00:00.000Z'
const model = aScoringModel()
/** Over all gates by interest alone, whoever made it: opens count here. */
const eager = {
  ...model,
  engagement: [{ on: 'email-opened', points: 60, cap: 100 }, ...model.engagement],
} as typeof model

function listed(n: number, qualifyBy?: 'reaction') {
  const source = { name: 'fair', origin: 'outbound' as const, ...(qualifyBy && { qualifyBy }) }
  const list = { importId: 'fairoftwentytwentysix', source, startedAt: at }
  const fact = importedFact(aLeadId(), list, aRow({ n, fields: director }))
  return newProfile({ leadId: aLeadId(), email: `${n}@fair.example` }, fact)
}

function qualifies(profile: ReturnType<typeof listed>, facts: readonly Activity[]): boolean {
  const folded = foldFacts(profile, facts)
  const known = [aFact({ type: 'list-imported', at }), ...facts]
  const score = foldScore(eager, scoringFacts(folded), known, nowMs)
  const { qualification, stage } = decideQualification(eager, score, aLead({ profile: folded }), nowMs)
  if (awaitsReaction(folded)) expect([qualification, stage]).toEqual([undefined, undefined])
  return qualification?.state === 'qualified'
}

const opened = (n: number) => aFact({ id: `opened-${n}-00`, type: 'email-opened', at: '2026-11-21T09:00:00.000Z' })
const clicked = (n: number, data: Activity['data'] = {}) =>
  aFact({ id: `clicked-${n}-0`, type: 'email-clicked', at: '2026-11-22T09:00:00.000Z', data })

describe('1,000 rows of a trade show that fit as well as can be', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => n)

  it('make no hand-off before an own human act, and after 30 clicks at most 30', () => {
    const nobodys = [opened, (n: number) => clicked(n, { machine: true })]
    expect(
      many.filter((n) =>
        qualifies(
          listed(n, 'reaction'),
          nobodys.map((make) => make(n)),
        ),
      ).length,
    ).toBe(0)
    const after = many.filter((n) => qualifies(listed(n, 'reaction'), [opened(n), ...(n < 30 ? [clicked(n)] : [])]))
    expect(after).toEqual(many.slice(0, 30))
  })

  it('would make 1,000 of a source that does not ask for one', () => {
    expect(many.filter((n) => qualifies(listed(n), [opened(n)])).length).toBe(1_000)
  })
})

describe('a reaction', () => {
  it.each<[string, Activity['data'], boolean]>([
    ['email-clicked', {}, true],
    ['page-visited', { path: '/pricing' }, true],
    ['email-replied', {}, true],
    ['form-submitted', { form: 'demo' }, true],
    ['meeting-booked', {}, true],
    ['email-clicked', { machine: true }, false],
    ['email-opened', {}, false],
    ['email-delivered', {}, false],
    ['consent-granted', {}, false],
    ['consent-withdrawn', {}, false],
    ['email-complained', {}, false],
    ['call', {}, false],
  ])('%s %o: %s', (type, data, is) => {
    const fact = aFact({ id: 'the-fact-0', type, data, at: '2026-11-21T09:00:00.000Z' })
    expect(awaitsReaction(foldFacts(listed(1, 'reaction'), [fact]))).toBe(!is)
  })

  it('is owed by nobody whose first source asks for none, and by nobody who acted before', () => {
    expect(awaitsReaction(listed(1))).toBe(false)
    const form = aFact({ id: 'posted-it-0', type: 'form-submitted', at: '2026-10-01T09:00:00.000Z' })
    expect(awaitsReaction(foldFacts(listed(1, 'reaction'), [form]))).toBe(false)
  })

  it('that is missing is said', () => {
    const score = foldScore(eager, director, [aFact({ type: 'list-imported', at }), opened(1)], nowMs)
    const { missing, wouldQualify } = explainScore(eager, score, nowMs, { awaitsReaction: true })
    expect(missing.map(({ gate, says }) => [gate, says])).toEqual([
      ['reaction', 'it comes from a source that qualifies by reaction, and has done nothing itself yet'],
    ])
    expect(wouldQualify).toBeDefined()
  })
})

describe('where a lead comes from', () => {
  it('can be asked for by fit rules', () => {
    const fit = [{ id: 'from-fair', when: { 'imported.source': 'fair', 'imported.origin': 'outbound' }, points: 7 }]
    const asking = { ...model, fit } as typeof model
    const from = (profile: ReturnType<typeof listed>) => foldScore(asking, scoringFacts(profile), [], nowMs).fit
    expect(from(listed(1))).toBe(7)
    expect(from({ ...listed(1), imported: undefined })).toBe(0)
  })
})
