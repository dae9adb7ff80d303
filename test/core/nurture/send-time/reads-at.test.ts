import { expect, it } from 'vitest'
import { readsAt } from '../../../../core/nurture/send-time/reads-at.ts'

it('the hours at which somebody clicks most are told by its own clock, the most frequent first', () => {
  const hours = ['2026-11-17T08', '2026-11-18T14', '2026-11-19T14', '2026-11-20T20', '2026-11-21T21']
  expect(readsAt(hours, 'Europe/Berlin')).toEqual([
    { hour: '15:00', clicks: 2 },
    { hour: '09:00', clicks: 1 },
    { hour: '21:00', clicks: 1 },
  ])
  expect(readsAt([], 'UTC')).toEqual([])
})
