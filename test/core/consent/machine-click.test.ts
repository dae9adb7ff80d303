import { describe, expect, it } from 'vitest'
import { isMachineClick } from '../../../core/consent/machine-click.ts'

const arrived = '2026-11-24T09:00:00.000Z'
const click = (at: string, link = 'https://www.example.com/paper') => ({ at: `2026-11-24T09:${at}Z`, link })

describe('a click is a machine’s', () => {
  it.each([
    ['within 10 s of the delivery', click('00:10.000'), undefined, true],
    ['but not after that', click('00:10.001'), undefined, false],
    ['when another link was clicked within 2 s', click('05:02.000'), click('05:00.000', 'https://other.example'), true],
    ['but not when it was the same link', click('05:01.000'), click('05:00.000'), false],
    ['nor when the other was longer ago', click('05:02.001'), click('05:00.000', 'https://other.example'), false],
    [
      'also when the two are reported in the other order',
      click('05:00.000'),
      click('05:01.000', 'https://other.example'),
      true,
    ],
  ])('%s', (_name, one, before, machine) => {
    expect(isMachineClick(one, arrived, before)).toBe(machine)
  })
})
