import { expect, it } from 'vitest'
import {
  type LeadCheck,
  leadCheck,
  passOf,
  shownCheck,
  withPlace,
  withRepair,
} from '../../../core/nurture/lead-check.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const night = '2026-11-25T02:00:00.000Z'
const stored: LeadCheck = {
  startedAt: night,
  place: { part: 3 },
  checked: 9,
  failed: 0,
  repaired: 1,
  places: { nurturing: 9 },
  repairs: [{ leadId: aLeadId(1), wrong: ['was parked without the date of the next look'] }],
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

it('the next night begins anew, with the suspects of the last, whose report is kept', () => {
  const { suspects, place, last, ...report } = { ...stored, last: stored, finishedAt: '2026-11-25T02:40:00.000Z' }
  const begun = { startedAt: '2026-11-26T01:00:00.000Z', checked: 0, failed: 0, repaired: 0, places: {}, repairs: [] }
  expect(passOf({ ...report, suspects, last }, begun.startedAt)).toEqual({ ...begun, suspects, last: report })
  expect(passOf(undefined, begun.startedAt)).toEqual({ ...begun, suspects: [] })
})

it('an item of before there were reports is read', () => {
  const { places, repairs, ...old } = stored
  expect(leadCheck.parse(old)).toEqual({ ...old, places: {}, repairs: [] })
})

it('counts each lead where it stands', () => {
  const seen = [
    { status: 'nurturing' },
    { status: 'parked', parked: { reason: 'no-consent' } },
    { status: 'parked', parked: { reason: 'new', until: night } },
    { status: 'parked', parked: { reason: 'new', until: night } },
  ] as const
  expect(seen.reduce((pass: LeadCheck, one) => withPlace(pass, one), { ...stored, places: {} }).places).toEqual({
    nurturing: 1,
    'parked: no-consent': 1,
    'parked: new': 2,
  })
})

it('names what was repaired and how it was wrong, of many leads the first hundred', () => {
  const faults = [
    { kind: 'status', stored: 'nurturing', follows: 'parked, new' },
    { kind: 'no-date' },
    { kind: 'clock', enrolmentId: 'white-paper.1' },
  ] as const
  const before = { ...stored, repaired: 0, repairs: [] }
  expect(withRepair(before, aLeadId(2), faults)).toMatchObject({
    repaired: 1,
    repairs: [
      {
        leadId: aLeadId(2),
        wrong: [
          'stood as “nurturing” where “parked, new” follows from the rest',
          'was parked without the date of the next look',
          'the clock of white-paper.1 was lost',
        ],
      },
    ],
  })
  let pass: LeadCheck = before
  for (let lead = 0; lead < 130; lead += 1) pass = withRepair(pass, aLeadId(lead), faults)
  expect([pass.repaired, pass.repairs.length]).toEqual([130, 100])
})

it('shows the last pass that is over, and the one that runs', () => {
  const { suspects, place, ...report } = stored
  const over = { ...report, finishedAt: '2026-11-25T02:40:00.000Z' }
  expect(shownCheck(undefined)).toEqual({})
  expect(shownCheck(stored)).toEqual({ running: report })
  expect(shownCheck({ ...over, suspects })).toEqual({ last: over })
  expect(shownCheck({ ...stored, last: over })).toEqual({ last: over, running: report })
})
