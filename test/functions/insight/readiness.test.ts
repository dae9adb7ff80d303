import { Resolver } from 'node:dns/promises'
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { DescribeActiveReceiptRuleSetCommand, SESClient } from '@aws-sdk/client-ses'
import {
  GetAccountCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Check } from '../../../core/insight/check.ts'
import { routes } from '../../../core/routes.ts'
import { currentKey, userKey, versionKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { forgetCurrent } from '../../../functions/content/published.ts'
import { handler } from '../../../functions/insight/check-readiness.http.ts'
import { handler as health } from '../../../functions/insight/show-health.http.ts'
import { handler as openapi } from '../../../functions/insight/show-openapi.http.ts'
import { placesOfUser } from '../../../functions/staff/directory.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { ask } from '../../fixtures/ask.ts'

let table: TestTable
const ses = mockClient(SESv2Client)
const secrets = mockClient(SecretsManagerClient)
const receiving = mockClient(SESClient)

beforeEach(async () => {
  Object.assign(process.env, {
    SENDER: 'Company <hello@mail.company.test>',
    CONFIGURATION_SET: 'set',
    COMPANY: 'Company',
    POSTAL_ADDRESS: 'Company, 1 Street, City',
    SEND_RATE: '10',
    IDENTITY_KEY_SECRET: 'identity',
    TOKEN_KEYS_SECRET: 'tokens',
    API_URL: 'https://api.company.test',
    AWS_REGION: 'eu-central-1',
  })
  table = await aTable()
  forgetCurrent()
  delete process.env.REPLY_DOMAIN
  delete process.env.REPLY_RULE
  ses.reset()
  receiving.reset()
  secrets.reset()
  ses.on(GetAccountCommand).resolves({
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { MaxSendRate: 14 },
  })
  ses
    .on(GetEmailIdentityCommand, { EmailIdentity: 'mail.company.test' })
    .resolves({ VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS' } })
  ses.on(GetConfigurationSetEventDestinationsCommand, { ConfigurationSetName: 'set' }).resolves({
    EventDestinations: [
      {
        Name: 'bus',
        Enabled: true,
        EventBridgeDestination: { EventBusArn: 'arn' },
        MatchingEventTypes: ['SEND', 'REJECT', 'BOUNCE', 'COMPLAINT', 'DELIVERY', 'OPEN', 'CLICK', 'RENDERING_FAILURE'],
      },
      { Name: 'off', Enabled: false, EventBridgeDestination: { EventBusArn: 'arn' }, MatchingEventTypes: ['SEND'] },
    ],
  })
  secrets.on(DescribeSecretCommand).resolves({ Name: 'secret' })
})

afterEach(() => {
  vi.restoreAllMocks()
  return table.stop()
})

async function checks(): Promise<Record<string, Check>> {
  const { status, json } = await ask(handler, routes.doctor, { groups: ['admin'] })
  expect(status).toBe(200)
  return Object.fromEntries(json.items.map((check: Check) => [check.id, check]))
}

describe('the doctor', () => {
  it('finds mail ready, and on a fresh stage neither content nor staff', async () => {
    const found = await checks()
    expect(
      Object.values(found)
        .filter(({ ok }) => !ok)
        .map(({ id }) => id),
    ).toEqual(['content', 'staff'])
    expect(found.content?.detail).toContain('an SLA policy')
    expect(found['ses-identity']?.detail).toBe('mail.company.test is verified; DKIM: SUCCESS')
  })

  it('sees what is published and who can get leads', async () => {
    await putItem(versionKey('sla-policies', 'standard', 1), { value: aPolicy() })
    await putItem(currentKey('sla-policies', 'standard'), {
      version: 1,
      contentType: 'sla-policies',
      contentId: 'standard',
    })
    for (const one of [
      aUser({ userId: 'anna' }),
      aUser({ userId: 'gone', active: false }),
      aUser({ userId: 'ada', groups: ['admin'] }),
    ]) {
      await putItem(userKey(one.userId), { ...one, ...placesOfUser(one) })
    }
    const { content, staff } = await checks()
    expect(content?.detail).not.toContain('an SLA policy')
    expect(staff).toMatchObject({ ok: true, detail: '1 can get leads' })
  })

  it('says what it could not ask instead of failing', async () => {
    ses.on(GetAccountCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
    const found = await checks()
    expect(found['ses-production']).toMatchObject({ ok: false, detail: 'could not be asked: AccessDeniedException' })
    expect(found['ses-identity']?.ok).toBe(true)
  })

  it('sees a secret that is about to be deleted', async () => {
    secrets.on(DescribeSecretCommand, { SecretId: 'tokens' }).resolves({ DeletedDate: new Date(0) })
    expect((await checks()).secrets).toMatchObject({ ok: false, detail: 'missing: TOKEN_KEYS_SECRET' })
  })

  describe('where a domain for replies is set', () => {
    const notThere = (code: string) => Object.assign(new Error(`query ${code} reply.company.test`), { code })
    let mx: {
      mockResolvedValue(records: { exchange: string; priority: number }[]): unknown
      mockRejectedValue(error: Error): unknown
    }
    let server: { mockResolvedValue(addresses: string[]): unknown; mockRejectedValue(error: Error): unknown }
    beforeEach(() => {
      Object.assign(process.env, { REPLY_DOMAIN: 'reply.company.test', REPLY_RULE: 'ripen-replies/ripen-to-bucket' })
      mx = vi.spyOn(Resolver.prototype, 'resolveMx')
      server = vi.spyOn(Resolver.prototype, 'resolve4') as unknown as typeof server
      mx.mockResolvedValue([{ exchange: 'inbound-smtp.eu-central-1.amazonaws.com', priority: 10 }])
      server.mockResolvedValue(['192.0.2.1'])
      ses
        .on(GetEmailIdentityCommand, { EmailIdentity: 'reply.company.test' })
        .resolves({ VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS' } })
      receiving.on(DescribeActiveReceiptRuleSetCommand).resolves({
        Metadata: { Name: 'ripen-replies' },
        Rules: [{ Name: 'ripen-to-bucket', Enabled: true, ScanEnabled: true, Recipients: ['reply.company.test'] }],
      })
    })
    const failing = async () =>
      Object.values(await checks())
        .filter(({ id, ok }) => id.startsWith('replies') && !ok)
        .map(({ id, detail }) => `${id}: ${detail}`)

    it('finds receiving ready', async () => {
      expect(await failing()).toEqual([])
      expect((await checks())['replies-rule']?.ok).toBe(true)
    })

    it.each(['ENOTFOUND', 'ENODATA'])('finds no MX record and no server where the DNS says %s', async (code) => {
      mx.mockRejectedValue(notThere(code))
      server.mockRejectedValue(notThere(code))
      expect(await failing()).toEqual([
        'replies-region: SES does not receive mail in eu-central-1',
        'replies-mx: reply.company.test has no MX record',
      ])
    })

    it('finds no active rule set, and one whose rule was changed by hand', async () => {
      receiving.on(DescribeActiveReceiptRuleSetCommand).resolves({})
      expect(await failing()).toEqual(['replies-rule: no receipt rule set is active'])
      receiving
        .on(DescribeActiveReceiptRuleSetCommand)
        .resolves({ Metadata: { Name: 'ripen-replies' }, Rules: [{ Name: 'ripen-to-bucket', Recipients: [] }] })
      expect(await failing()).toEqual([expect.stringContaining('is turned off')])
    })

    it('says what it could not ask instead of failing', async () => {
      mx.mockRejectedValue(notThere('ETIMEOUT'))
      receiving.on(DescribeActiveReceiptRuleSetCommand).rejects(Object.assign(new Error('no'), { name: 'Throttling' }))
      expect(await failing()).toEqual([
        'replies-mx: could not be asked: ETIMEOUT',
        'replies-rule: could not be asked: Throttling',
      ])
    })
  })

  it('asks neither the DNS nor for rules where no domain for replies is set, and says that none are received', async () => {
    const mx = vi.spyOn(Resolver.prototype, 'resolveMx')
    expect((await checks()).replies).toMatchObject({ ok: true, detail: expect.stringContaining('not received') })
    expect(mx).not.toHaveBeenCalled()
    expect(receiving.calls()).toEqual([])
  })

  it('is for admins', async () => {
    expect((await ask(handler, routes.doctor, { groups: ['marketing'] })).status).toBe(403)
  })
})

describe('for everybody', () => {
  it('GET /health is up', async () => {
    expect(await ask(health, routes.health)).toMatchObject({ status: 200, json: { status: 'up' } })
  })

  it('GET /openapi.json is this API at its own address', async () => {
    const { status, json } = await ask(openapi, routes.openapi)
    expect(status).toBe(200)
    expect(json).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://api.company.test' }] })
    expect(Object.keys(json.paths)).toContain('/handoffs/{handoffId}/accept')
  })
})
