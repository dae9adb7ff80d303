import { describe, expect, it } from 'vitest'
import { condition, holds } from '../../../core/condition.ts'
import { teamFor } from '../../../core/handoff/route-lead.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { leadSourceNames } from '../../../core/leads/lead-source.ts'
import { newProfile } from '../../../core/leads/new-lead.ts'
import { importedFact } from '../../../core/lists/imported-fact.ts'
import { leadFacts } from '../../../core/nurture/lead-facts.ts'
import { scoringFacts } from '../../../core/scoring/scoring-facts.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'
import { aRow } from '../lists/a-row.ts'

const [monday, tuesday] = ['2026-11-23T09:00:00.000Z', '2026-11-24T09:00:00.000Z']
const fair = { name: 'fair', origin: 'outbound' as const, controllable: true }
const consent = (basis: 'opt-in' | 'existing-customer') => [
  { topic: 'product-education', basis, evidence: 'badge scanned', at: monday },
]
const listed = (at: string, source: typeof fair | { name: string; origin: 'outbound' } = fair) =>
  importedFact(
    aLeadId(),
    { importId: 'fairoftwentytwentysix', source, startedAt: at },
    aRow({ consent: consent('opt-in') }),
  )
const posted = (at: string) =>
  aFact({
    id: 'posted-it-0',
    type: 'form-submitted',
    at,
    told: { touch: { at, source: 'google', medium: 'cpc', campaign: 'spring', form: 'white-paper' } },
  })
const known = (...[first, ...more]: [ReturnType<typeof posted>, ...ReturnType<typeof posted>[]]) =>
  foldFacts(newProfile({ leadId: aLeadId(), email: 'olga@fair.example' }, first), more)

describe('where a lead came from first', () => {
  it.each([
    ['a list', known(listed(monday)), { name: 'fair', origin: 'outbound', controllable: true, basis: 'opt-in' }],
    ['a list, and a form later', known(listed(monday), posted(tuesday)), { name: 'fair', controllable: true }],
    ['a form, and a list later', known(listed(tuesday), posted(monday)), { name: 'google', origin: 'inbound' }],
    ['a form', known(posted(monday)), { origin: 'inbound', medium: 'cpc', campaign: 'spring', form: 'white-paper' }],
  ])('%s: can be asked for in sequences, segments, routes and scores', (_, profile, asked) => {
    const when = condition.parse(
      Object.fromEntries(Object.entries(asked).map(([name, value]) => [`lead-source.${name}`, value])),
    )
    for (const name of Object.keys(when)) expect(leadSourceNames).toContain(name)
    const facts = leadFacts({ profile, nowMs: Date.parse(tuesday) })
    expect(holds(when, facts)).toBe(true)
    expect(holds(when, scoringFacts(profile))).toBe(true)
    expect(holds({ 'lead-source.origin': 'referral' }, facts)).toBe(false)
    const policy = aPolicy({
      routes: [
        { when, team: 'field', by: 'round-robin' },
        { team: 'inside-sales', by: 'round-robin' },
      ],
    })
    expect(teamFor(policy, facts).team).toBe('field')
  })

  it('says nothing of what its source does not say', () => {
    const facts = leadFacts({ profile: known(listed(monday, { name: 'fair', origin: 'outbound' })), nowMs: 0 })
    expect(holds({ 'lead-source.controllable': false }, facts)).toBe(false)
    expect(holds({ 'lead-source.controllable': { exists: false } }, facts)).toBe(true)
  })
})
