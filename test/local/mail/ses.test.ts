import { describe, expect, it } from 'vitest'
import { Bus } from '../../../local/bus/bus.ts'
import { mailEventRequest } from '../../../local/mail/mail-event-request.ts'
import { Ses } from '../../../local/mail/ses.ts'
import { sesOperations } from '../../../local/mail/ses-operations.ts'
import { Queues } from '../../../local/queues/queues.ts'
import { anEngineRoom, type EngineRoom } from '../an-engine-room.ts'
import { aMail, settings } from './a-mail.ts'

const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:mail-events'
interface MailEvent {
  readonly 'detail-type': string
  readonly detail: Record<string, unknown> & { readonly mail: Record<string, unknown> }
}

function aSes(room: EngineRoom = anEngineRoom()) {
  const { journal, clock, work } = room
  const queues = new Queues({ journal, clock, work, invoke: async () => null, region: 'eu-central-1' })
  queues.addQueue({ arn: queueArn, name: 'mail-events', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 })
  const bus = new Bus({ journal, queues, clock, account: '000000000000', region: 'eu-central-1' })
  bus.addRule({ name: 'ses', busName: 'default', pattern: { source: ['aws.ses'] }, targets: [{ queueArn }] })
  const ses = new Ses({ journal, bus, clock, settings, account: '000000000000', region: 'eu-central-1' })
  const events = (): MailEvent[] => queues.receive(queueArn, 10, 30).map(({ body }) => JSON.parse(body))
  const types = () => events().map((event) => event['detail-type'])
  const report = (event: object) => ses.report(mailEventRequest.parse(event))
  return { ses, events, types, report }
}

describe('a mail that SES takes', () => {
  it('is sent and delivered, in the shape that SES reports on the default bus', () => {
    const { ses, events } = aSes()
    const { MessageId } = ses.send(aMail())
    const [sent, delivered] = events()
    expect(sent).toMatchObject({
      source: 'aws.ses',
      'detail-type': 'Email Sent',
      resources: ['arn:aws:ses:eu-central-1:000000000000:configuration-set/mail'],
      detail: {
        eventType: 'Send',
        send: {},
        mail: {
          timestamp: '2026-11-23T08:00:00.000Z',
          messageId: MessageId,
          source: 'Ripen <hello@example.com>',
          destination: ['lead@example.org'],
          tags: {
            leadId: ['abc'],
            'ses:configuration-set': ['mail'],
            'ses:from-domain': ['example.com'],
            'ses:operation': ['SendEmail'],
          },
          commonHeaders: { subject: 'Готово', to: ['lead@example.org'], messageId: MessageId },
          headers: expect.arrayContaining([{ name: 'List-Unsubscribe', value: '<https://example.com/u/t>' }]),
        },
      },
    })
    expect(delivered).toMatchObject({
      'detail-type': 'Email Delivered',
      detail: { eventType: 'Delivery', delivery: { recipients: ['lead@example.org'] } },
    })
  })

  it('is in the journal with its tags, and in the mailbox, after a crash too', async () => {
    const room = anEngineRoom()
    const first = aSes(room)
    const { MessageId } = first.ses.send(aMail())
    room.kill()

    const { ses, report, types } = aSes(anEngineRoom({ folder: room.folder }))
    expect(ses.store.list({ to: 'LEAD@example.org' })).toMatchObject([
      { messageId: MessageId, subject: 'Готово', tags: { leadId: 'abc' }, replyTo: ['anna@example.com'] },
    ])
    expect(ses.store.list({ to: 'other@example.org' })).toEqual([])
    report({ messageId: MessageId, type: 'open' })
    expect(types()).toEqual(['Email Sent', 'Email Delivered', 'Email Opened'])
    const shown = async () => (await fetch(`${await ses.mailbox.address()}/store`)).json()
    expect(await shown()).toMatchObject({ emails: [{ messageId: MessageId, at: 1_795_420_800 }] })
    const next = ses.send(aMail())
    expect(await shown()).toMatchObject({ emails: [{}, { messageId: next.MessageId, subject: 'Готово' }] })
    await ses.mailbox.stop()
  })

  it('takes the configuration set of the sender where it names none', () => {
    const { ses, types } = aSes()
    ses.send(aMail({ ConfigurationSetName: undefined }))
    expect(types()).toEqual(['Email Sent', 'Email Delivered'])
  })

  it('reports nothing by itself where that is switched off', () => {
    const { ses, types } = aSes()
    ses.autoEvents = false
    ses.send(aMail())
    expect(types()).toEqual([])
  })

  it.each([
    ['bounce@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['bounce+label@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['complaint@simulator.amazonses.com', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['suppressionlist@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['success@simulator.amazonses.com', ['Email Sent', 'Email Delivered']],
  ])('to %s does what the simulator says', (address, expected) => {
    const { ses, types } = aSes()
    ses.send(aMail({ Destination: { ToAddresses: [address] } }))
    expect(types()).toEqual(expected)
  })

  it('bounces at an address that bounced or complained before', () => {
    const { ses, events, report } = aSes()
    const { MessageId } = ses.send(aMail())
    report({ messageId: MessageId, type: 'bounce' })
    events()
    ses.send(aMail())
    expect(events()).toMatchObject([
      { 'detail-type': 'Email Sent' },
      { detail: { bounce: { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' } } },
    ])
  })
})

describe('what SES refuses', () => {
  const content = (change: object) => ({ Content: { Simple: { ...aMail().Content.Simple, ...change } } })

  it.each<[string, string, Record<string, unknown>]>([
    ['a local part that is not ASCII', 'BadRequestException', { Destination: { ToAddresses: ['лид@example.org'] } }],
    ['a domain that is not in A-labels', 'BadRequestException', { Destination: { ToAddresses: ['a@пример.рф'] } }],
    ['an address without a domain', 'BadRequestException', { Destination: { ToAddresses: ['lead'] } }],
    ['a name that is not encoded', 'BadRequestException', { FromEmailAddress: 'Рипен <hello@example.com>' }],
    ['no recipient', 'BadRequestException', { Destination: {} }],
    [
      'more than 50 recipients',
      'BadRequestException',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `lead${n}@example.org`) } },
    ],
    ['a sender of another domain', 'MessageRejected', { FromEmailAddress: 'hello@example.net' }],
    ['a domain that only ends alike', 'MessageRejected', { FromEmailAddress: 'hello@badexample.com' }],
    ['a configuration set that is not there', 'NotFoundException', { ConfigurationSetName: 'other' }],
    ['no subject', 'BadRequestException', content({ Subject: undefined })],
    ['no body', 'BadRequestException', content({ Body: {} })],
    ['a header over lines', 'BadRequestException', content({ Headers: [{ Name: 'X-A', Value: 'a\r\nBcc: x@y.z' }] })],
    ['a header that is not ASCII', 'BadRequestException', content({ Headers: [{ Name: 'X-A', Value: 'é' }] })],
    ['a tag with a space', 'BadRequestException', { EmailTags: [{ Name: 'a', Value: 'b c' }] }],
    ['raw content, which is not honoured here', 'BadRequestException', { Content: { Raw: { Data: '' } } }],
  ])('%s: %s', (_what, code, change) => {
    const { ses, types } = aSes()
    expect(() => ses.send(aMail(change))).toThrow(expect.objectContaining({ code }))
    expect([ses.store.count(), types()]).toEqual([0, []])
  })
})

describe('events of a mail', () => {
  const aSent = () => {
    const made = aSes()
    made.ses.autoEvents = false
    const { MessageId } = made.ses.send(aMail())
    return { ...made, messageId: MessageId }
  }

  it.each<[string, object, object]>([
    ['delay', {}, { eventType: 'DeliveryDelay', deliveryDelay: { delayType: 'TransientCommunicationFailure' } }],
    ['rendering-failure', {}, { eventType: 'Rendering Failure', failure: { errorMessage: expect.any(String) } }],
    ['open', { userAgent: 'Own' }, { open: { userAgent: 'Own', ipAddress: '192.0.2.1' } }],
    ['click', {}, { click: { link: 'https://example.com/a?b&c', linkTags: null } }],
    ['click', { link: 'https://example.com/x', linkTags: { a: ['b'] } }, { click: { link: 'https://example.com/x' } }],
    ['bounce', {}, { bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'lead@example.org' }] } }],
    [
      'bounce',
      { bounceType: 'Transient', bounceSubType: 'MailboxFull' },
      { bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull', bouncedRecipients: [{ status: '4.2.2' }] } },
    ],
    [
      'complaint',
      { complaintFeedbackType: 'not-spam' },
      {
        complaint: { complaintFeedbackType: 'not-spam', complainedRecipients: [{ emailAddress: 'lead@example.org' }] },
      },
    ],
  ])('%s %j', (type, more, expected) => {
    const { messageId, report, events } = aSent()
    report({ messageId, type, ...more })
    expect(events()).toMatchObject([{ detail: expected }])
  })

  it('come with the time that they are given, and as often', () => {
    const { messageId, report, events } = aSent()
    report({ messageId, type: 'open', at: '2026-11-22T10:00:00Z', copies: 2 })
    const reported = events()
    expect(reported).toHaveLength(2)
    expect(reported[0]?.detail).toMatchObject({ open: { timestamp: '2026-11-22T10:00:00Z' } })
    expect(reported[0]?.detail).toEqual(reported[1]?.detail)
  })

  it('are not reported where no destination asks for them', () => {
    const { messageId, report, events } = aSent()
    report({ messageId, type: 'reject' })
    expect(events()).toEqual([])
  })

  it('are refused for a mail that was never taken', () => {
    const { report } = aSent()
    expect(() => report({ messageId: 'nobody', type: 'open' })).toThrow('no mail with this messageId was accepted')
  })
})

describe('what the doctor asks SES', () => {
  const operations = sesOperations(aSesLike(), settings)
  const ask = (name: string, params: Record<string, string> = {}) => operations[name]?.({ params, body: {} })

  it('is answered from the template', async () => {
    expect(await ask('GET /v2/email/account')).toMatchObject({ ProductionAccessEnabled: true })
    expect(await ask('GET /v2/email/identities/{name}', { name: 'example.com' })).toMatchObject({
      VerifiedForSendingStatus: true,
      ConfigurationSetName: 'mail',
    })
    expect(await ask('GET /v2/email/configuration-sets/{name}/event-destinations', { name: 'mail' })).toMatchObject({
      EventDestinations: [{ Enabled: true, MatchingEventTypes: expect.arrayContaining(['RENDERING_FAILURE', 'SEND']) }],
    })
    await expect(ask('GET /v2/email/identities/{name}', { name: 'other.com' })).rejects.toMatchObject({ status: 404 })
  })
})

function aSesLike(): Ses {
  return { send: () => ({ MessageId: '' }) } as unknown as Ses
}
