import { describe, expect, it } from 'vitest'
import { nextTurn, qualifyBar } from '../../../core/scoring/dial.ts'
import { scoringModel } from '../../../core/scoring/model.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'

const dialled = aScoringModel({
  dial: [
    { from: 'quarter-start', for: '4w', score: 45 },
    { from: 'quarter-end', for: '-4w', score: 70 },
  ],
})
const ms = (at: string) => Date.parse(at)

describe('the dial', () => {
  it.each([
    ['at the first instant of a quarter', '2026-10-01T00:00:00.000Z', 45],
    ['in its fourth week', '2026-10-28T23:59:59.999Z', 45],
    ['after four weeks', '2026-10-29T00:00:00.000Z', 60],
    ['in the middle', '2026-11-15T12:00:00.000Z', 60],
    ['in the last four weeks', '2026-12-04T00:00:00.000Z', 70],
    ['at the last instant', '2026-12-31T23:59:59.999Z', 70],
    ['in the year after', '2027-01-01T00:00:00.000Z', 45],
  ])('sets the bar %s', (_name, at, score) => {
    expect(qualifyBar(dialled, ms(at)).score).toBe(score)
  })

  it('keeps the distance to drop-below when it lowers the bar, and never raises drop-below', () => {
    expect(qualifyBar(dialled, ms('2026-10-02T00:00:00.000Z')).dropBelow).toBe(35)
    expect(qualifyBar(dialled, ms('2026-11-15T00:00:00.000Z')).dropBelow).toBe(50)
    expect(qualifyBar(dialled, ms('2026-12-24T00:00:00.000Z')).dropBelow).toBe(50)
  })

  it.each([
    ['2026-10-01T00:00:00.000Z', '2026-10-29T00:00:00.000Z'],
    ['2026-10-29T00:00:00.000Z', '2026-12-03T23:59:59.999Z', '2026-12-04T00:00:00.000Z'],
    ['2026-12-30T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ])('turns next after %s', (...times) => {
    for (const before of times.slice(0, -1)) expect(nextTurn(dialled, ms(before))).toBe(ms(times.at(-1) ?? ''))
  })

  it('never turns where there is none', () => {
    expect(nextTurn(aScoringModel(), ms('2026-10-01T00:00:00.000Z'))).toBeUndefined()
  })

  it.each(['13w', '0w', '90d', '4h', '-0d', 'w'])('takes no step of %s', (length) => {
    const step = { from: 'quarter-start', for: length, score: 45 }
    expect(scoringModel.safeParse({ ...aScoringModel(), dial: [step] }).success).toBe(false)
  })
})
