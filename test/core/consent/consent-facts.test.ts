import { describe, expect, it } from 'vitest'
import { applyConsent, type ConsentDecision } from '../../../core/consent/apply-consent.ts'
import { consentFacts } from '../../../core/consent/consent-facts.ts'
import { activity } from '../../../core/leads/activity.ts'
import { aMailbox, granted, withdrawn } from '../../fixtures/a-mailbox.ts'

const at = '2026-11-24T09:00:00.000Z'
const decide = (decision: ConsentDecision['decision'], topic = 'newsletter'): ConsentDecision => ({
  topic,
  decision,
  at,
  evidence: `evidence-${topic}`,
})

function facts(before = aMailbox(), decisions = [decide('granted')], form?: string) {
  return consentFacts(before, applyConsent(before, decisions)?.consent ?? before.consent, decisions, form)
}

describe('the facts of a change of consent', () => {
  it('name the topic and the form, and take their id from the proof', () => {
    const [fact] = facts(undefined, undefined, 'white-paper')
    expect(activity.parse(fact)).toEqual({
      leadId: aMailbox().leadId,
      id: 'evidence-newsletter',
      type: 'consent-granted',
      at,
      data: { topic: 'newsletter', form: 'white-paper' },
    })
  })

  it.each([
    [
      'a withdrawal is one',
      aMailbox({ consent: { newsletter: granted() } }),
      [decide('withdrawn')],
      ['consent-withdrawn'],
    ],
    ['a request is none', aMailbox(), [decide('requested')], []],
    ['what was so before is none', aMailbox({ consent: { newsletter: granted() } }), [decide('granted')], []],
    [
      'what came too late is none',
      aMailbox({ consent: { newsletter: withdrawn('2026-11-25T09:00:00.000Z') } }),
      [decide('granted')],
      [],
    ],
    [
      'two topics are two',
      aMailbox(),
      [decide('granted'), decide('granted', 'product')],
      ['consent-granted', 'consent-granted'],
    ],
  ])('%s', (_name, before, decisions, types) => {
    expect(facts(before, decisions).map(({ type }) => type)).toEqual(types)
  })
})
