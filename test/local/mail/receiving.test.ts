import { DescribeActiveReceiptRuleSetCommand, ListReceiptRuleSetsCommand, SESClient } from '@aws-sdk/client-ses'
import { describe, expect, it, onTestFinished } from 'vitest'
import { saysBySmtp } from '../../../demo/says-by-smtp.ts'
import { AwsEndpoint } from '../../../local/aws/aws-endpoint.ts'
import { Buckets } from '../../../local/buckets/buckets.ts'
import { VirtualClock } from '../../../local/clock.ts'
import { Receiving } from '../../../local/mail/receiving.ts'
import { receivingOperations } from '../../../local/mail/receiving-operations.ts'
import { replyMail, replyRequest } from '../../../local/mail/reply-mail.ts'
import { listenForMail } from '../../../local/mail/smtp.ts'
import { aDataFolder } from '../../fixtures/a-data-folder.ts'

const rules = [
  {
    ruleSet: 'ripen-replies',
    name: 'to-bucket',
    scans: true,
    recipients: ['reply.example.com'],
    bucket: 'replies',
    prefix: 'mail/',
  },
]

function aReceiver() {
  const told: { key: string; size: number }[] = []
  const buckets = new Buckets(aDataFolder(), {
    now: Date.now,
    tell: (_type, detail) => told.push((detail as { object: { key: string; size: number } }).object),
  })
  buckets.add({ name: 'replies', tells: true })
  const receiving = new Receiving({ rules, buckets, clock: new VirtualClock({ startAt: 0, speed: 0 }) })
  const stored = async (key: string) =>
    (
      await buckets.answer({ method: 'GET', path: `/replies/${key}`, contentType: undefined, body: Buffer.alloc(0) })
    ).body.toString()
  return { receiving, told, stored }
}

describe('what the doctor asks of receiving', () => {
  it('is answered from the template, by SES’s first API', async () => {
    const endpoint = new AwsEndpoint()
    await endpoint.listen()
    onTestFinished(() => endpoint.stop())
    endpoint.serveQuery(receivingOperations({ receiving: rules.map((rule) => ({ ...rule, name: 'a<b>&c' })) }))
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    const ses = new SESClient({ endpoint: endpoint.url, region: 'eu-central-1', credentials })
    expect(await ses.send(new DescribeActiveReceiptRuleSetCommand({}))).toMatchObject({
      Metadata: { Name: 'ripen-replies' },
      Rules: [{ Name: 'a<b>&c', Enabled: true, ScanEnabled: true, Recipients: ['reply.example.com'] }],
    })
    await expect(ses.send(new ListReceiptRuleSetsCommand({}))).rejects.toThrow('no operation ListReceiptRuleSets')
    endpoint.serveQuery(receivingOperations({ receiving: [] }))
    const none = await ses.send(new DescribeActiveReceiptRuleSetCommand({}))
    expect([none.Metadata, none.Rules ?? []]).toEqual([undefined, []])
  })
})

describe('mail that comes in by SMTP', () => {
  it('is put into the bucket of its rule, as it came, under who it was for', async () => {
    const { receiving, told, stored } = aReceiver()
    const { port, stop } = await listenForMail(receiving, 0)
    onTestFinished(stop)
    const mail = 'From: a@b.example\r\nSubject: Hello\r\n\r\n..Привет\r\n.'
    const answers = await saysBySmtp(port, [
      'EHLO me',
      'MAIL FROM:<a@b.example>',
      'RCPT TO:<Some.Token@Reply.Example.com>',
      'DATA',
      mail,
      'QUIT',
    ])
    expect(answers).toEqual(['220', '250', '250', '250', '354', '250', '221'])
    expect(told).toHaveLength(1)
    expect(told[0]?.key).toMatch(/^mail\/[0-9a-f]{40}$/)
    const kept = await stored(told[0]?.key ?? '')
    expect(kept).toMatch(/^Received: .* for Some\.Token@Reply\.Example\.com; /i)
    expect(kept).toMatch(/\r\n\r\n\.Привет\r\n$/)
  })

  it('is refused where no rule takes it', async () => {
    const { receiving, told } = aReceiver()
    const { port, stop } = await listenForMail(receiving, 0)
    onTestFinished(stop)
    const answers = await saysBySmtp(port, [
      'EHLO me',
      'MAIL FROM:<a@b.example>',
      'RCPT TO:<hello@example.com>',
      'QUIT',
    ])
    expect(answers).toEqual(['220', '250', '250', '550', '221'])
    expect(told).toEqual([])
  })

  it('takes another port where the one it would have is taken', async () => {
    const { receiving } = aReceiver()
    const first = await listenForMail(receiving, 0)
    onTestFinished(first.stop)
    const second = await listenForMail(receiving, first.port)
    onTestFinished(second.stop)
    expect(second.port).not.toBe(first.port)
  })
})

it('a reply goes to the address that its mail names for that, with the mail quoted below', () => {
  const mail = {
    messageId: 'm1',
    atMs: 0,
    from: 'Example <hello@example.com>',
    to: ['olga@shop.example'],
    recipients: ['olga@shop.example'],
    replyTo: ['Example <token@reply.example.com>'],
    subject: 'Разбор',
    html: '',
    text: 'A case\nfor you',
    headers: [],
    tags: {},
  }
  const { to, raw } = replyMail(mail, replyRequest.parse({ messageId: 'm1', text: 'Да' }))
  expect(to).toBe('token@reply.example.com')
  const [heads, body = ''] = raw.toString().split('\r\n\r\n')
  expect(heads).toMatch(/^From: olga@shop\.example\r\nTo: token@reply\.example\.com\r\nSubject: =\?utf-8/)
  expect(Buffer.from(body, 'base64').toString()).toMatch(/^Да\r\n\r\nOn .* wrote:\r\n> A case\r\n> for you$/)
  expect(replyMail({ ...mail, replyTo: [] }, replyRequest.parse({ messageId: 'm1' })).to).toBe('hello@example.com')
})
