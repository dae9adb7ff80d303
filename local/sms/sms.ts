import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import type { Bus } from '../bus/bus.ts'
import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'

/** What AWS End User Messaging takes of an SMS; anything else is refused, so that a wrong call is seen here and not on AWS. */
const sendTextMessage = z.strictObject({
  DestinationPhoneNumber: z.string().regex(/^\+[1-9]\d{6,14}$/, 'is no phone number in E.164'),
  OriginationIdentity: z.string().min(1).max(256),
  MessageBody: z.string().min(1).max(1_600),
  MessageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']),
  ConfigurationSetName: z.string().min(1).max(256).optional(),
  Context: z
    .record(z.string().min(1).max(100), z.string().min(1).max(800))
    .refine((all) => Object.keys(all).length <= 5),
})

/** An SMS that was taken; `atMs` is virtual time. */
export interface AcceptedSms {
  readonly messageId: string
  readonly atMs: number
  readonly to: string
  readonly from: string
  readonly text: string
  readonly context: Readonly<Record<string, string>>
}

/** AWS End User Messaging for one machine: takes SMS, sends none, keeps them in the journal, and reports each as delivered. */
export class Sms {
  readonly operations: AwsOperations
  readonly #journal: Journal
  readonly #bus: Bus
  readonly #clock: VirtualClock

  constructor({ journal, bus, clock }: { journal: Journal; bus: Bus; clock: VirtualClock }) {
    this.#journal = journal
    this.#bus = bus
    this.#clock = clock
    journal.exec(
      'CREATE TABLE IF NOT EXISTS sms (id INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, sms TEXT NOT NULL)',
    )
    this.operations = { 'PinpointSMSVoiceV2.SendTextMessage': async (input) => this.#send(input) }
  }

  /** Oldest first; to one number, or all. */
  list(to?: string): AcceptedSms[] {
    const rows = this.#journal
      .prepare('SELECT sms FROM sms WHERE ? IS NULL OR recipient = ? ORDER BY id')
      .all(to ?? null, to ?? null)
    return rows.map((row) => JSON.parse(String(row.sms)) as AcceptedSms)
  }

  #send(input: Record<string, unknown>): { MessageId: string } {
    const read = sendTextMessage.safeParse(input)
    if (!read.success) {
      const [issue] = read.error.issues
      throw new AwsError('ValidationException', `${issue?.path.join('.')}: ${issue?.message}`)
    }
    const { DestinationPhoneNumber: to, OriginationIdentity: from, MessageBody: text, Context: context } = read.data
    const messageId = randomUUID()
    const atMs = this.#clock.now()
    const sms: AcceptedSms = { messageId, atMs, to, from, text, context }
    this.#journal.prepare('INSERT INTO sms (recipient, sms) VALUES (?, ?)').run(to, JSON.stringify(sms))
    this.#bus.publishAwsEvent('aws.sms-voice', 'Text Message Delivery Status Updated', {
      eventType: 'TEXT_DELIVERED',
      eventVersion: '1.0',
      eventTimestamp: atMs,
      isFinal: true,
      originationPhoneNumber: from,
      messageId,
      messageStatus: 'DELIVERED',
      messageStatusDescription: 'Message has been accepted by phone',
      context,
    })
    return { MessageId: messageId }
  }
}
