import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { Work } from '../work.ts'
import { type Message, MessageStore } from './message-store.ts'

export interface QueueSettings {
  readonly arn: string
  readonly name: string
  readonly visibilityTimeoutSeconds: number
  readonly retentionSeconds: number
  readonly redrive?: { readonly arn: string; readonly maxReceiveCount: number }
}

export interface MappingSettings {
  readonly queueArn: string
  readonly functionArn: string
  readonly batchSize: number
  readonly maxConcurrency: number
  /** A function that answers `batchItemFailures` gets back only those; else its answer means nothing. */
  readonly partialFailures: boolean
}

interface Mapping extends MappingSettings {
  running: number
}

/** The longest pause between two deliveries of a message that failed: the queue's visibility, but a run on one machine need not wait minutes. */
const longestRetryMs = 3_000

/**
 * SQS for one machine: durable queues in the journal, with redrive and event source mappings to functions.
 * A message is stored before `send` returns, and deleted only once its function took it. Visibility and retries run in real time, retention in virtual time.
 * A delivery that a dying process never gave back does not count towards the dead letters: here a whole machine dies, again and again where somebody tries
 * it out, which says nothing about the message. (On AWS the queue outlives its function, so a sandbox that dies counts: there the message may be why.)
 */
export class Queues {
  readonly #journal: Journal
  readonly #messages: MessageStore
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #invoke: (functionArn: string, event: unknown) => Promise<unknown>
  readonly #region: string
  readonly #queues = new Map<string, QueueSettings>()
  readonly #mappings = new Map<string, Mapping>()
  /** One open piece of work for each message that a mapping still has to handle. */
  readonly #open = new Map<number, () => void>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #started = false
  #resting = false
  /** Messages taken in since the start. */
  sent = 0

  constructor(options: {
    journal: Journal
    clock: VirtualClock
    work: Work
    invoke: (functionArn: string, event: unknown) => Promise<unknown>
    region: string
  }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#work = options.work
    this.#invoke = options.invoke
    this.#region = options.region
    this.#messages = new MessageStore(options.journal)
  }

  addQueue(queue: QueueSettings): void {
    this.#queues.set(queue.arn, queue)
  }

  addMapping(mapping: MappingSettings): void {
    this.#mappings.set(mapping.queueArn, { ...mapping, running: 0 })
  }

  /** Goes on with what the journal holds; a message that was in flight when the process died is visible at once. */
  start(): void {
    this.#started = true
    this.#messages.landAll()
    for (const arn of this.#mappings.keys()) {
      for (const id of this.#messages.ids(arn)) this.#take(id)
      this.#pump(arn)
    }
  }

  /** Hands out no more messages; those in flight are still settled. */
  rest(): void {
    this.#resting = true
  }

  close(): void {
    this.#started = false
    for (const timer of this.#timers) clearTimeout(timer)
  }

  has(arn: string): boolean {
    return this.#queues.has(arn)
  }

  all(): QueueSettings[] {
    return [...this.#queues.values()]
  }

  /** Queues that hold what others gave up on: nothing here reads them. */
  isDeadLetter(arn: string): boolean {
    return !this.#mappings.has(arn)
  }

  /** Stores a message; it is handled from now on whatever happens to this process. May be part of a transaction of the journal. */
  send(queueArn: string, body: string): string {
    if (!this.#queues.has(queueArn)) throw noSuchQueue()
    const { id, messageId } = this.#messages.add(queueArn, body, this.#clock.now())
    this.sent += 1
    this.#offer(queueArn, [id])
    return messageId
  }

  /** How many messages of a queue wait (`visible`) and are in flight. */
  depth(queueArn: string): { visible: number; inFlight: number } {
    this.#expire(queueArn)
    return this.#messages.depth(queueArn)
  }

  /** Takes up to `limit` visible messages, which are then in flight for `visibilitySeconds`. */
  receive(queueArn: string, limit: number, visibilitySeconds: number): Message[] {
    this.#expire(queueArn)
    return this.#messages.receive(queueArn, limit, visibilitySeconds, 'at once')
  }

  delete(id: number): void {
    this.#messages.delete(id)
  }

  /** Moves every message of a dead-letter queue to another, to be tried afresh; answers how many. */
  move(from: string, to: string): number {
    const ids = this.#messages.moveAll(from, to)
    this.#offer(to, ids)
    return ids.length
  }

  #offer(queueArn: string, ids: number[]): void {
    if (!this.#mappings.has(queueArn)) return
    for (const id of ids) this.#take(id)
    setImmediate(() => this.#pump(queueArn))
  }

  #expire(queueArn: string): void {
    const queue = this.#queues.get(queueArn)
    if (!queue || !this.isDeadLetter(queueArn)) return
    this.#messages.deleteSentBefore(queueArn, this.#clock.now() - queue.retentionSeconds * 1_000)
  }

  #take(id: number): void {
    if (!this.#open.has(id)) this.#open.set(id, this.#work.begin())
  }

  #finish(id: number): void {
    this.#open.get(id)?.()
    this.#open.delete(id)
  }

  #pump(queueArn: string): void {
    const mapping = this.#mappings.get(queueArn)
    const queue = this.#queues.get(queueArn)
    if (!mapping || !queue) return
    while (this.#started && !this.#resting && mapping.running < mapping.maxConcurrency) {
      const { batchSize } = mapping
      const batch = this.#messages.receive(queueArn, batchSize, queue.visibilityTimeoutSeconds, 'when given back')
      if (batch.length === 0) return
      mapping.running += 1
      this.#handle(queue, mapping, batch).finally(() => {
        mapping.running -= 1
        this.#pump(queueArn)
      })
    }
  }

  async #handle(queue: QueueSettings, mapping: Mapping, batch: Message[]): Promise<void> {
    let failed = new Set(batch.map(({ message_id }) => message_id))
    try {
      const Records = batch.map((message) => this.#record(queue, message))
      const answer = await this.#invoke(mapping.functionArn, { Records })
      failed = mapping.partialFailures ? failedIn(answer, failed) : new Set()
    } catch {
      // The function threw or timed out: all of the batch goes back, as on AWS. Its log says why.
    }
    if (!this.#started) return
    const again = this.#journal.transaction(() =>
      batch.filter((message) => {
        if (!failed.has(message.message_id)) this.delete(message.id)
        else if (!this.#giveUp(queue, message)) {
          this.#messages.giveBack(message.id, pauseAfter(message))
          return true
        }
        return false
      }),
    )
    for (const message of again) this.#later(queue.arn, pauseAfter(message))
    for (const message of batch) if (!again.includes(message)) this.#finish(message.id)
  }

  /** Moves a message that failed too often to its dead-letter queue; false when it is to be tried again. */
  #giveUp(queue: QueueSettings, message: Message): boolean {
    if (!queue.redrive || message.receives < queue.redrive.maxReceiveCount) return false
    this.#messages.moveOne(message.id, queue.redrive.arn)
    return true
  }

  #later(queueArn: string, pauseMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#pump(queueArn)
    }, pauseMs + 1)
    this.#timers.add(timer)
  }

  #record(queue: QueueSettings, message: Message) {
    return {
      messageId: message.message_id,
      receiptHandle: String(message.id),
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sent_at),
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: String(message.sent_at),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(message.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: this.#region,
    }
  }
}

/** How long a message that failed is not seen, in ms. */
function pauseAfter({ receives }: Message): number {
  return Math.min(100 * 2 ** receives, longestRetryMs)
}

export function noSuchQueue(): AwsError {
  return new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.')
}

function failedIn(answer: unknown, all: Set<string>): Set<string> {
  if (answer === null || answer === undefined) return new Set()
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures
  if (failures === null || failures === undefined) return new Set()
  // An answer of another make, or an identifier that is not of this batch, fails the whole batch, as on AWS.
  if (!Array.isArray(failures)) return all
  const ids = failures.map((one: { itemIdentifier?: unknown }) => String(one?.itemIdentifier ?? ''))
  return ids.every((id) => all.has(id)) ? new Set(ids) : all
}
