import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Receiving, receivingChecks } from '../../../core/insight/receiving-checks.ts'

const server = 'inbound-smtp.eu-central-1.amazonaws.com'
const rule = { name: 'ripen-prod-to-bucket', enabled: true, scans: true, recipients: ['reply.company.test'] }
const ready: Receiving = {
  domain: 'reply.company.test',
  region: 'eu-central-1',
  rule: { ruleSet: 'ripen-prod-replies', name: rule.name },
  identity: { domain: 'reply.company.test', verified: true, dkim: 'SUCCESS', tokens: ['abc'] },
  regionReceives: true,
  mx: [{ exchange: server, priority: 10 }],
  active: { name: 'ripen-prod-replies', rules: [{ ...rule, name: 'of-others' }, rule] },
}
const failing = (found: Partial<Receiving>) => receivingChecks({ ...ready, ...found }).filter(({ ok }) => !ok)
const mx = (...records: [string, number][]) => records.map(([exchange, priority]) => ({ exchange, priority }))
const rules = (change: Partial<typeof rule>) => ({ name: 'ripen-prod-replies', rules: [{ ...rule, ...change }] })
const error = (name: string) => Object.assign(new Error('no'), { name })

describe('do replies come in', () => {
  it('do when all is well', () => {
    expect(failing({})).toEqual([])
    expect(receivingChecks(ready).map(({ id }) => id)).toEqual([
      'replies-region',
      'replies-identity',
      'replies-mx',
      'replies-rule',
    ])
  })

  it('are not received where no domain is set: one line that says so, and nothing to mend before going live', () => {
    expect(receivingChecks(undefined)).toMatchObject([
      { id: 'replies', ok: true, detail: expect.stringContaining('replies are not received') },
    ])
  })

  it.each([
    ['in small and capital letters, with a last dot', mx([`${server.toUpperCase()}.`, 0])],
    ['before others', mx(['backup.company.test', 20], [server, 10])],
  ])('do where the MX record is written %s', (_how, records) => {
    expect(failing({ mx: records })).toEqual([])
  })

  it.each([
    ['no MX', { mx: [] }, 'replies-mx: reply.company.test has no MX record'],
    [
      'another first',
      { mx: mx([server, 10], ['mx.company.test', 5]) },
      'replies-mx: mail to reply.company.test goes to mx.company.test',
    ],
    [
      'another beside',
      { mx: mx([server, 10], ['mx.company.test', 10]) },
      'replies-mx: mail to reply.company.test goes to mx.company.test',
    ],
    [
      'another region’s',
      { mx: mx(['inbound-smtp.us-east-1.amazonaws.com', 10]) },
      'replies-mx: mail to reply.company.test goes to inbound-smtp.us-east-1.amazonaws.com',
    ],
    ['a null MX', { mx: mx(['', 0]) }, 'replies-mx: mail to reply.company.test goes to nobody'],
    ['a DNS that is silent', { mx: error('ETIMEOUT') }, 'replies-mx: could not be asked: ETIMEOUT'],
    ['no active rule set', { active: { name: undefined, rules: [] } }, 'replies-rule: no receipt rule set is active'],
    [
      'another active rule set, with a rule of that name',
      { active: { ...rules({}), name: 'company' } },
      'replies-rule: the active receipt rule set is company, not ripen-prod-replies',
    ],
    [
      'no rule',
      { active: rules({ name: 'other' }) },
      'replies-rule: the rule ripen-prod-to-bucket of the active receipt rule set is not there',
    ],
    ['a rule that is off', { active: rules({ enabled: false }) }, 'is turned off'],
    ['a rule that does not scan', { active: rules({ scans: false }) }, 'does not have mails scanned'],
    ['a rule for another domain', { active: rules({ recipients: ['other.test'] }) }, 'is not for reply.company.test'],
    ['rules that may not be seen', { active: error('AccessDenied') }, 'replies-rule: could not be asked: AccessDenied'],
    ['a region without', { regionReceives: false }, 'replies-region: SES does not receive mail in eu-central-1'],
    [
      'a domain that is not verified',
      { identity: { domain: 'reply.company.test', verified: false, dkim: 'PENDING', tokens: ['abc'] } },
      'replies-identity: reply.company.test is not verified; DKIM: PENDING',
    ],
  ] as [string, Partial<Receiving>, string][])('do not with: %s', (_what, found, problem) => {
    const wrong = failing(found)
    expect(wrong.map(({ id, detail }) => `${id}: ${detail}`)).toEqual([expect.stringContaining(problem)])
    expect(wrong[0]?.mend.length).toBeGreaterThan(10)
  })

  it('says the record to publish, and how to set the rule set active or to use the one that is', () => {
    const mendOf = (found: Partial<Receiving>) => failing(found)[0]?.mend
    expect(mendOf({ mx: [] })).toContain(`reply.company.test MX 10 ${server}`)
    expect(mendOf({ active: { name: undefined, rules: [] } })).toContain('--rule-set-name ripen-prod-replies')
    expect(mendOf({ active: { name: 'company', rules: [] } })).toContain(
      'set replies.ruleSet in infra/config.ts to company',
    )
  })

  it('do only where each server of the lowest number is SES’s, in whatever order the records come', () => {
    const record = fc.record({ exchange: fc.constantFrom(server, 'mx.company.test'), priority: fc.nat(3) })
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), (records) => {
        const sorted = records.toSorted((a, b) => a.priority - b.priority)
        const firsts = sorted.filter(({ priority }) => priority === sorted[0]?.priority)
        const allOurs = firsts.every(({ exchange }) => exchange === server)
        expect(failing({ mx: records }).length === 0).toBe(allOurs)
      }),
    )
  })
})
