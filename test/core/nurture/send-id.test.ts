import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sendId } from '../../../core/names.ts'
import { executionName, isSendOf, sendIdFor, sendIdOf } from '../../../core/nurture/send-id.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

describe('names that are hashes', () => {
  it('are 32 characters that keys, URLs, SES tags and executions take', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (lead, subject, count) => {
        for (const name of [
          sendIdOf(lead, subject, count),
          sendIdFor(lead, subject, 'x'),
          executionName(subject, count),
        ]) {
          expect(sendId.safeParse(name).success).toBe(true)
        }
      }),
    )
  })

  it('are the same for the same mail and differ for any other', () => {
    const lead = aLeadId()
    const names = [
      sendIdOf(lead, 'white-paper.1', 1),
      sendIdOf(lead, 'white-paper.1', 2),
      sendIdOf(lead, 'white-paper.2', 1),
      sendIdOf(aLeadId(1), 'white-paper.1', 1),
      sendIdFor('confirmation', lead, 'white-paper.1'),
      executionName(`${lead}/white-paper.1`, 1),
      executionName(`${lead}/white-paper.1`, 2),
    ]
    expect(new Set(names).size).toBe(names.length)
    expect(sendIdOf(lead, 'white-paper.1', 1)).toBe(names[0])
  })
})

describe('a mail of an enrolment', () => {
  const enrolment = anEnrolment({ visit: 3 })
  const named = (visit: number, of = enrolment) => sendIdOf(of.leadId, of.enrolmentId, visit)

  it('is one gone past, or the one at hand whose cursor is not moved yet', () => {
    for (const visit of [1, 2, 3, 4]) expect(isSendOf(enrolment, named(visit))).toBe(true)
  })

  it('is none to come, and none of another enrolment', () => {
    expect(isSendOf(enrolment, named(5))).toBe(false)
    expect(isSendOf(enrolment, named(0))).toBe(false)
    expect(isSendOf(enrolment, named(1, anEnrolment({ n: 2 })))).toBe(false)
  })
})
