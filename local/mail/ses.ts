import { randomBytes, randomUUID } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { Bus } from '../bus/bus.ts'
import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import { eventNames, mailEventDetail } from './mail-event.ts'
import { type MailEventRequest, mailEventRequest } from './mail-event-request.ts'
import type { MailSettings } from './mail-settings.ts'
import { type AcceptedMail, MailStore } from './mail-store.ts'
import { Mailbox } from './mailbox.ts'
import { addressOf, readSendRequest, recipientsOf, type SendRequest } from './send-request.ts'

const automatic = 'mail.autoEvents'

/**
 * SES for one machine. What it accepts goes into the journal with its tags and first events, in one transaction, before SendEmail answers; the
 * mailbox, lists and later events are made from there.
 */
export class Ses {
  readonly store: MailStore
  readonly mailbox: Mailbox
  readonly #journal: Journal
  readonly #bus: Bus
  readonly #clock: VirtualClock
  readonly #settings: MailSettings
  readonly #account: string
  readonly #region: string

  constructor(options: {
    journal: Journal
    bus: Bus
    clock: VirtualClock
    settings: MailSettings
    account: string
    region: string
  }) {
    this.#journal = options.journal
    this.#bus = options.bus
    this.#clock = options.clock
    this.#settings = options.settings
    this.#account = options.account
    this.#region = options.region
    this.store = new MailStore(options.journal)
    this.mailbox = new Mailbox(this.store)
  }

  /** Do send and delivery events come by themselves? */
  get autoEvents(): boolean {
    return this.#journal.setting(automatic) !== 'off'
  }

  set autoEvents(on: boolean) {
    this.#journal.keepSetting(automatic, on ? 'on' : 'off')
  }

  /** Takes a mail as SES's SendEmail; throws {@link AwsError} for what SES refuses. */
  send(body: unknown): { MessageId: string } {
    const request = readSendRequest(body, this.#settings)
    const messageId = `0110${randomBytes(6).toString('hex')}-${randomUUID()}-000000`
    const mail = acceptedMail(request, messageId, this.#clock.now())
    // Nothing is awaited before it is durable: a process that dies has either not taken the mail or knows that it has.
    this.#journal.transaction(() => {
      this.store.add(mail)
      for (const event of this.#firstEvents(mail)) this.#publish(mail, event)
    })
    this.mailbox.show(mail)
    return { MessageId: messageId }
  }

  /** Publishes what SES would report of a mail; throws {@link AwsError} NotFoundException for a mail that was never accepted. */
  report(event: MailEventRequest): void {
    const mail = this.store.find(event.messageId)
    if (!mail) throw new AwsError('NotFoundException', 'no mail with this messageId was accepted', 404)
    this.#journal.transaction(() => this.#publish(mail, event))
  }

  /** What comes by itself: as SES's own simulator addresses and its suppression list have it, else sent and delivered. */
  #firstEvents(mail: AcceptedMail): MailEventRequest[] {
    const event = (type: string, more: object = {}) =>
      mailEventRequest.parse({ messageId: mail.messageId, type, ...more })
    const [first = ''] = mail.recipients
    const [, simulated] = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(first) ?? []
    if (simulated === 'bounce') return [event('send'), event('bounce')]
    if (simulated === 'complaint') return [event('send'), event('delivery'), event('complaint')]
    if (simulated === 'suppressionlist') return [event('send'), event('bounce', { bounceSubType: 'Suppressed' })]
    if (this.#isSuppressed(mail, first))
      return [event('send'), event('bounce', { bounceSubType: 'OnAccountSuppressionList' })]
    return this.autoEvents ? [event('send'), event('delivery')] : []
  }

  #isSuppressed({ configurationSet }: AcceptedMail, address: string): boolean {
    const reason = this.store.suppression(address)
    const set = this.#settings.configurationSets.find(({ name }) => name === configurationSet)
    return reason !== undefined && (set?.suppresses ?? []).includes(reason)
  }

  #publish(mail: AcceptedMail, event: MailEventRequest): void {
    this.#suppressAfter(mail, event)
    const names = eventNames[event.type]
    const listens = this.#settings.destinations.some(
      ({ configurationSet, enabled, events }) =>
        configurationSet === mail.configurationSet && enabled && events.includes(names.matching),
    )
    if (!listens) return
    const detail = mailEventDetail(mail, event, this.#account, this.#clock.now())
    const set = `arn:aws:ses:${this.#region}:${this.#account}:configuration-set/${mail.configurationSet}`
    for (let copy = 0; copy < event.copies; copy += 1)
      this.#bus.publishAwsEvent('aws.ses', names.detailType, detail, [set])
  }

  /** A hard bounce and a complaint put an address on the account's suppression list; the simulator's addresses stay off it. */
  #suppressAfter(mail: AcceptedMail, event: MailEventRequest): void {
    const reason =
      event.type === 'complaint'
        ? 'COMPLAINT'
        : event.type === 'bounce' && event.bounceType === 'Permanent'
          ? 'BOUNCE'
          : undefined
    if (!reason) return
    for (const address of event.recipients ?? mail.recipients)
      if (!address.toLowerCase().endsWith('@simulator.amazonses.com')) this.store.suppress(address, reason)
  }
}

function acceptedMail(request: SendRequest, messageId: string, atMs: number): AcceptedMail {
  const { Body, Headers = [], Subject } = request.Content.Simple
  return {
    messageId,
    atMs,
    from: request.FromEmailAddress,
    to: request.Destination.ToAddresses ?? [],
    recipients: recipientsOf(request).map(addressOf),
    replyTo: request.ReplyToAddresses ?? [],
    subject: Subject.Data,
    html: Body.Html?.Data ?? '',
    text: Body.Text?.Data ?? '',
    headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
    tags: Object.fromEntries((request.EmailTags ?? []).map(({ Name, Value }) => [Name, Value])),
    ...(request.ConfigurationSetName && { configurationSet: request.ConfigurationSetName }),
  }
}
