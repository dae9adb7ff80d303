import { describe, expect, it } from 'vitest'
import { EnrolmentChanged, eventSource, LeadChanged, LeadScored } from '../../core/events.ts'
import { isScorings } from '../../core/scoring/decide-score.ts'
import { unheardCauses } from '../../core/unheard-causes.ts'
import { narrowed, patternWithout } from '../../infra/constructs/pattern.ts'
import { compilePattern } from '../../local/bus/event-pattern.ts'

/** Does a rule with this pattern take an event of this name with this cause (none for other kinds)? */
function takes(name: string, cause?: string): boolean {
  const { source, detailType, detail } = patternWithout(['enrolled'], LeadChanged, LeadScored, EnrolmentChanged)
  const matches = compilePattern({ source, 'detail-type': detailType, detail })
  return matches({
    source: eventSource,
    'detail-type': name,
    detail: cause ? { cause: { type: cause } } : { total: 1 },
  })
}

describe('a rule without some causes', () => {
  it('takes a change with any other cause', () => {
    expect(takes('LeadChanged', 'email-clicked')).toBe(true)
    expect(takes('LeadChanged', 'enrolled')).toBe(false)
  })

  it('takes other kinds of events, which have no cause', () => {
    expect(takes('LeadScored')).toBe(true)
    expect(takes('EnrolmentChanged')).toBe(true)
    expect(takes('LeadQualified')).toBe(false)
  })
})

describe('a narrowed pattern', () => {
  it('asks for both, and lets pass what does not say', () => {
    const { source, detailType, detail } = narrowed(patternWithout(['enrolled'], LeadChanged), {
      inSequence: [true, { exists: false }],
    })
    const matches = compilePattern({ source, 'detail-type': detailType, detail })
    const change = (cause: string, said: object) =>
      matches({ source: eventSource, 'detail-type': 'LeadChanged', detail: { cause: { type: cause }, ...said } })
    expect(change('email-clicked', { inSequence: true })).toBe(true)
    expect(change('email-clicked', {})).toBe(true)
    expect(change('email-clicked', { inSequence: false })).toBe(false)
    expect(change('enrolled', { inSequence: true })).toBe(false)
  })
})

describe('scoring', () => {
  it('does not hear of what its handler would not look at', () => {
    const own = ['scored', 'stage-changed', 'qualified', 'dropped']
    expect(own.every(isScorings)).toBe(true)
    expect(unheardCauses.scoring).toEqual(expect.arrayContaining(own))
  })
})
