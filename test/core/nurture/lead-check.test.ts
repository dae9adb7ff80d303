import { expect, it } from 'vitest'
import { type LeadCheck, passOf } from '../../../core/nurture/lead-check.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const night = '2026-11-25T02:00:00.000Z'
const stored: LeadCheck = {
  startedAt: night,
  place: { part: 3 },
  checked: 9,
  failed: 0,
  repaired: 1,
  suspects: [aLeadId()],
}

it('a pass that ran out of time goes on, the next night if need be', () => {
  expect(passOf(stored, '2026-11-25T02:20:00.000Z')).toBe(stored)
  expect(passOf(stored, '2026-11-26T01:00:00.000Z')).toBe(stored)
})

it('a night has one pass', () => {
  const finished = { ...stored, place: undefined, finishedAt: '2026-11-25T02:40:00.000Z' }
  expect(passOf(finished, '2026-11-25T04:40:00.000Z')).toBe(finished)
})

it('the next night begins anew, with the suspects of the last', () => {
  const finished = { ...stored, place: undefined, finishedAt: '2026-11-25T02:40:00.000Z' }
  const begun = { startedAt: '2026-11-26T01:00:00.000Z', checked: 0, failed: 0, repaired: 0 }
  expect(passOf(finished, begun.startedAt)).toEqual({ ...begun, suspects: [aLeadId()] })
  expect(passOf(undefined, begun.startedAt)).toEqual({ ...begun, suspects: [] })
})
