import { expect, it } from 'vitest'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { takeSteps } from '../../../core/nurture/take-steps.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = (days: number) => new Date(nowMs + days * 86_400_000).toISOString()
const experiment = { metric: 'clicked' as const, baseline: '5 %', detect: '2 %' }

function afterSplit(given: Partial<Enrolment> = {}, earlier: Enrolment[] = [], measured = true) {
  const split = { id: 'test', split: { a: 50, b: 50 }, ...(measured && { experiment }) }
  const sequence = aSequence({ steps: [split, { id: 'mail', send: 'welcome' }] })
  const enrolment = anEnrolment({ n: 2, step: 'test', ...given })
  const lead = aLead({ enrolments: [...earlier, enrolment] })
  const setting = { zone: 'UTC', marketingMail: true }
  return takeSteps({ sequence, enrolment, lead, nowMs, setting }).enrolment
}

it('a lead is counted in an experiment from its first time at the split, as what it drew', () => {
  const { trial, splits } = afterSplit()
  expect(trial).toEqual({ step: 'test', variant: splits.test, at: at(0) })
})

it('it is counted once, also when it comes round again or into the sequence again', () => {
  const trial = { step: 'test', variant: 'a', at: at(-9) }
  expect(afterSplit({ trial, splits: { test: 'a' } }).trial).toEqual(trial)
  expect(afterSplit({}, [anEnrolment({ n: 1, state: 'finished', trial })]).trial).toBeUndefined()
})

it('the experiment that came after another is counted, and a split without one is none', () => {
  const older = { step: 'older', variant: 'a', at: at(-9) }
  expect(afterSplit({ trial: older }).trial).toMatchObject({ step: 'test' })
  expect(afterSplit({}, [], false).trial).toBeUndefined()
})
