import './virtual-clock.ts'
import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge'
import type { SendTextMessageCommandInput } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { NoSuchKey } from '@aws-sdk/client-s3'
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import type { Context } from 'aws-lambda'
import type { OtherChannel } from '../../core/consent/channel.ts'
import { toInstant } from '../../core/names.ts'
import { smsEventPattern } from '../../core/outreach/sms-event.ts'
import type { Route } from '../../core/route.ts'
import { handler as keepSla } from '../../functions/handoff/keep-sla.task.ts'
import { handler as takeStep } from '../../functions/nurture/take-step.task.ts'
import { now } from '../../functions/runtime/clock.ts'
import { log } from '../../functions/runtime/log.ts'
import { clock } from '../fixtures/a-clock.ts'
import type { Asked } from '../fixtures/a-request.ts'
import { ask, type Heard } from '../fixtures/ask.ts'
import { type Between, forgetKept, invoke, post, takeOverCalls } from './calls.ts'
import { consumers, type Sweep, sweeps } from './consumers.ts'
import { publish } from './content.ts'
import { guideObject } from './guide.ts'
import { Machines, type Ringing } from './machines.ts'
import { MemoryTable, tableCommands } from './memory-table.ts'
import type { Posted } from './outside.ts'
import { Faults, type Plan } from './plan.ts'
import { type BusEvent, Queues } from './queues.ts'
import { type Mail, mailOf, type Reported, reportOf } from './ses.ts'
import { settings } from './settings.ts'
import { Timeline } from './timeline.ts'
import { giveBackMonotonicClock, startAnew, takeOverMonotonicClock } from './virtual-clock.ts'
import type { Way } from './ways.ts'

Object.assign(process.env, settings)
// LOGS=1 shows what the functions say: of one run alone.
log.setLogLevel(process.env.LOGS ? 'INFO' : 'SILENT')

/** A message that AWS or another provider took, for which touch, and after how many calls of the run. */
export interface Message {
  readonly touch: string
  readonly channel: OtherChannel
  readonly at: string
  readonly afterCalls: number
}

/** One try to call a route: of whom, when, between how many calls of the run, and the status; none where its function died. */
export interface Tried {
  readonly name: string
  readonly asked: Asked
  readonly at: string
  readonly begun: number
  readonly answered: number
  readonly status: number | undefined
}

let versions = 0

export interface Options {
  readonly plan?: Plan
  /** When an event comes to a consumer, in ms after it was told; a fifth of a second where nothing else is said. */
  readonly delayMs?: () => number
  /** The form that is published beside the usual one. */
  readonly way?: Way
  /** The version under which content is published; one of its own where nothing is said, so that all of it is read anew. */
  readonly version?: number
  /** What the table holds, in place of the content alone. */
  readonly table?: ReturnType<MemoryTable['copy']>
}

/** All of Ripen in one process, on AWS services in memory and a clock of its own. One world at a time. */
export class World {
  readonly table = new MemoryTable()
  readonly timeline = new Timeline()
  readonly machines: Machines
  readonly queues: Queues
  readonly faults: Faults
  readonly mails: Mail[] = []
  /** What AWS and other providers took. */
  readonly messages: Message[] = []
  /** What the buckets hold. */
  readonly objects = new Map<string, Buffer>([[guideObject.key, guideObject.bytes]])
  /** Each try of a call of a route, in its order. */
  readonly tries: Tried[] = []
  /** What stands between functions and AWS: the planned faults, unless something else is put here. */
  between: Between
  /** Hears of each mail that SES takes. */
  onMail: (mail: Mail) => void = () => {}
  /** Hears of each message that a provider outside of AWS gets, and answers its status. */
  onPost: (posted: Posted) => Promise<number> = async () => 404
  readonly version: number
  readonly #giveBack: () => void

  constructor({ plan, delayMs = () => 200, version, table, way }: Options = {}) {
    versions += 1
    this.version = version ?? versions
    startAnew()
    if (now() !== clock.ms) throw new Error('a handler was imported before virtual-clock.ts')
    takeOverMonotonicClock()
    forgetKept()
    if (table) this.table.restore(table)
    else publish(this.table, this.version, way)
    this.faults = new Faults(plan)
    this.between = (call, make) => this.faults.between(call, make)
    this.machines = new Machines(this.timeline, (machine, state) => this.#ring(machine, state))
    this.queues = new Queues(consumers, this.timeline, invoke, (consumer) => {
      const kind = this.faults.arrives(consumer)
      const inMs = kind === 'late' ? 600_000 : delayMs()
      return kind === 'twice' ? [inMs, inMs + 100] : [inMs]
    })
    this.#giveBack = takeOverCalls(
      (call, make) => this.between(call, make),
      (name, input) => this.#answer(name, input),
    )
    for (const sweep of sweeps) this.timeline.every(sweep.everyMs, () => this.#sweep(sweep))
  }

  /** Calls a route as its users do: again in 5 s while it fails, seven times at most; `then` hears the answer, and after how many calls it was begun. */
  asks(name: string, handler: unknown, route: Route, asked: Asked, then: (heard: Heard, begun: number) => void): void {
    let begun: number | undefined
    const attempt = async (tries: number): Promise<void> => {
      begun ??= this.faults.calls.length
      const heard = await this.asksOnce(name, handler, route, asked)
      if (heard && heard.status < 500) then(heard, begun)
      else if (tries < 7) this.timeline.after(5_000, () => attempt(tries + 1))
    }
    this.timeline.after(0, () => attempt(1))
  }

  /** Calls a route once, at this moment; undefined where its function died. */
  async asksOnce(name: string, handler: unknown, route: Route, asked: Asked): Promise<Heard | undefined> {
    const begun = this.faults.calls.length
    const heard = await invoke(name, () => ask(handler, route, asked)).catch(() => undefined)
    const answered = this.faults.calls.length
    this.tries.push({ name, asked, at: toInstant(clock.ms), begun, answered, status: heard?.status })
    return heard
  }

  /** SES reports something about a mail. */
  reports(mail: Mail, type: Reported, link?: string): Promise<void> {
    return this.queues.put(reportOf(mail, type, toInstant(clock.ms), link))
  }

  /** A reply comes in: SES stores it, and S3 tells of it. */
  async receives({ replyTo, messageId }: Mail, from: string, text: string): Promise<void> {
    const heads = [
      `From: ${from}`,
      `To: ${replyTo}`,
      'Subject: Re: A mail',
      `Message-ID: <re-${messageId}@shop.example>`,
    ]
    const raw = Buffer.from([...heads, '', text, '', '> Quoted'].join('\r\n'))
    const key = `mail/${this.objects.size + 1}`
    this.objects.set(key, raw)
    const detail = { bucket: { name: settings.REPLIES_BUCKET }, object: { key, size: raw.length } }
    await this.queues.put({ source: 'aws.s3', detailType: 'Object Created', detail })
  }

  stop(): void {
    this.#giveBack()
    giveBackMonotonicClock()
  }

  async #answer(name: string, input: unknown): Promise<unknown> {
    if (tableCommands.has(name)) return this.table.answer(name, input)
    switch (name) {
      case 'PutEventsCommand': {
        for (const event of eventsOf(input as PutEventsCommandInput)) await this.queues.put(event)
        return { FailedEntryCount: 0 }
      }
      case 'SendEmailCommand':
        return this.#take(input as SendEmailCommandInput)
      case 'SendTextMessageCommand':
        return this.#text(input as SendTextMessageCommandInput)
      case 'GetObjectCommand': {
        const bytes = this.objects.get((input as { Key: string }).Key)
        if (!bytes) throw new NoSuchKey({ message: 'gone', $metadata: {} })
        return { Body: { transformToByteArray: async () => bytes } }
      }
      case 'DeleteObjectCommand':
        this.objects.delete((input as { Key: string }).Key)
        return {}
      case post:
        return this.onPost(input as Posted)
      case 'GetSecretValueCommand':
        return { SecretString: 'k'.repeat(64) }
    }
    return this.machines.answer(name, input as object)
  }

  /** A provider has this message from now on. */
  takesMessage(touch: string, channel: OtherChannel): void {
    this.messages.push({ touch, channel, at: toInstant(clock.ms), afterCalls: this.faults.calls.length })
  }

  #take(input: SendEmailCommandInput): { MessageId: string } {
    const messageId = `message-${this.mails.length + 1}`
    const mail = mailOf(input, messageId, this.faults.calls.length)
    this.mails.push(mail)
    this.timeline.after(1_000, () => this.reports(mail, 'Send'))
    this.timeline.after(3_000, () => this.reports(mail, 'Delivery'))
    this.onMail(mail)
    return { MessageId: messageId }
  }

  #text({ Context: context = {} }: SendTextMessageCommandInput): { MessageId: string } {
    const messageId = `sms-${this.messages.length + 1}`
    this.takesMessage(context.ripen ?? '', 'sms')
    this.timeline.after(4_000, () =>
      this.queues.put({
        source: smsEventPattern.source[0],
        detailType: smsEventPattern['detail-type'][0],
        detail: { eventType: 'TEXT_DELIVERED', eventTimestamp: clock.ms, messageId, context },
      }),
    )
    return { MessageId: messageId }
  }

  /** A task comes twice where its first answer got lost; one that comes late was turned away at first. */
  async #ring(machine: string, state: Ringing): Promise<Ringing> {
    const [name, handler] = machine === 'sla' ? ['keep-sla.task', keepSla] : ['take-step.task', takeStep]
    const task = () => invoke(name as string, () => (handler as typeof takeStep)(state, {} as Context))
    const kind = this.faults.arrives(name as string)
    if (kind === 'late') throw new Error('too many of this function run')
    if (kind === 'twice') await task()
    return (await task()) as unknown as Ringing
  }

  async #sweep({ name, handler, looksAt }: Sweep): Promise<void> {
    const isDue = looksAt.some(({ index, pk, afterMs }) => this.table.has(index, pk, toInstant(clock.ms - afterMs)))
    if (!isDue) return
    const run = handler as (event: unknown, context: Context) => Promise<unknown>
    await invoke(name, () => run({}, {} as Context)).catch(() => undefined)
  }
}

function eventsOf({ Entries = [] }: PutEventsCommandInput): BusEvent[] {
  return Entries.map(({ Source = '', DetailType = '', Detail = '{}' }) => ({
    source: Source,
    detailType: DetailType,
    detail: JSON.parse(Detail),
  }))
}
