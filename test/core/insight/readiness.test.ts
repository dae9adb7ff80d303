import { describe, expect, it } from 'vitest'
import { checksOf, type Found } from '../../../core/insight/readiness.ts'

const eventTypes = [
  'SEND',
  'REJECT',
  'BOUNCE',
  'COMPLAINT',
  'DELIVERY',
  'OPEN',
  'CLICK',
  'RENDERING_FAILURE',
  'DELIVERY_DELAY',
]
const ready: Found = {
  account: { production: true, sending: true, enforcement: 'HEALTHY', rate: 14 },
  identity: { domain: 'mail.company.test', verified: true, dkim: 'SUCCESS', tokens: ['abc'] },
  eventTypes,
  receiving: undefined,
  secrets: [{ name: 'IDENTITY_KEY_SECRET', there: true }],
  sendRate: 10,
  company: 'Company',
  postalAddress: 'Company, 1 Street, City',
  content: [{ name: 'a form', published: true }],
  salespeople: 2,
}
const failing = (found: Partial<Found>) =>
  checksOf({ ...ready, ...found })
    .filter(({ ok }) => !ok)
    .map(({ id, detail }) => `${id}: ${detail}`)

describe('is a stage ready', () => {
  it('is when all is well', () => {
    expect(failing({})).toEqual([])
  })

  it.each([
    [
      'sandbox',
      { account: { production: false, sending: true, enforcement: 'HEALTHY', rate: 14 } },
      'ses-production: in the sandbox',
    ],
    [
      'paused',
      { account: { production: true, sending: false, enforcement: 'SHUTDOWN', rate: 14 } },
      'ses-sending: sending is off; the account is SHUTDOWN',
    ],
    ['rate', { sendRate: 14 }, 'ses-rate: SES grants 14 mails a second; marketing mail takes up to 14'],
    [
      'no DKIM',
      { identity: { domain: 'd.test', verified: true, dkim: 'PENDING', tokens: ['abc', 'def'] } },
      'ses-identity: d.test is verified; DKIM: PENDING',
    ],
    ['no clicks', { eventTypes: eventTypes.filter((type) => type !== 'CLICK') }, 'ses-events: not reported: CLICK'],
    ['no secret', { secrets: [{ name: 'TOKEN_KEYS_SECRET', there: false }] }, 'secrets: missing: TOKEN_KEYS_SECRET'],
    ['the example’s address', { postalAddress: 'Example Ltd, 1 Example Street' }, 'sender: company or postal address'],
    ['nothing published', { content: [{ name: 'a form', published: false }] }, 'content: not published: a form'],
    ['nobody', { salespeople: 0 }, 'staff: nobody can get leads'],
    [
      'what could not be asked',
      { identity: Object.assign(new Error('x'), { name: 'NotFoundException' }) },
      'ses-identity: could not be asked: NotFoundException',
    ],
  ] as [string, Partial<Found>, string][])('not with: %s', (_what, found, problem) => {
    expect(failing(found)).toEqual([expect.stringContaining(problem)])
  })

  it('names the DNS records that prove the domain', () => {
    const identity = { domain: 'd.test', verified: false, dkim: 'PENDING', tokens: ['abc', 'def'] }
    const mend = checksOf({ ...ready, identity }).find(({ id }) => id === 'ses-identity')?.mend
    expect(mend).toContain('abc._domainkey.d.test CNAME abc.dkim.amazonses.com')
    expect(mend).toContain('def._domainkey.d.test CNAME def.dkim.amazonses.com')
  })

  it('says what to do for each check', () => {
    for (const { mend } of checksOf(ready)) expect(mend.length).toBeGreaterThan(10)
  })
})
