import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainLead } from '../../../functions/scoring/explain-lead.ts'
import { rescoreLead } from '../../../functions/scoring/rescore-lead.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'
import { aScoringWorld, type ScoringWorld } from './scoring-world.ts'

let world: ScoringWorld

beforeAll(async () => {
  // Time is real here: nothing of this fades.
  clock.ms = Date.now()
  world = await aScoringWorld()
})
afterAll(() => world.stop())

describe('the score that people see of a lead', () => {
  it('is explained by the version of the model that made it', async () => {
    const version = await world.publish(aScoringModel())
    const leadId = await world.lead()
    await world.happens(leadId, { type: 'form-submitted', data: { form: 'white-paper', intent: 'implicit' } })
    await rescoreLead(leadId)
    await world.publish(aScoringModel({ fit: [{ id: 'decides', when: { country: 'DE' }, points: 90 }] }))
    expect(await explainLead(leadId)).toMatchObject({
      model: 'b2b',
      modelVersion: version,
      total: 40,
      parts: [
        { rule: 'decides', points: 30, says: '30 points: jobTitle contains "director" or "head of"' },
        { rule: 'asked', points: 10 },
      ],
      missing: [
        { gate: 'score', has: 40, needs: 60 },
        { gate: 'interest', has: 10, needs: 15 },
        { gate: 'act', has: 0, needs: 1 },
      ],
      wouldQualify: { rule: 'asked-for-demo' },
    })
  })

  it('is none where the lead has none', async () => {
    expect(await explainLead(await world.lead())).toBeUndefined()
  })
})
