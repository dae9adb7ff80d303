import { createHash, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import type { VirtualClock } from '../clock.ts'
import { inTransaction } from '../journal.ts'
import type { Work } from '../work.ts'

export interface QueueSettings {
  readonly arn: string
  readonly name: string
  readonly visibilityTimeoutSeconds: number
  readonly redrive?: { readonly arn: string; readonly maxReceiveCount: number }
}

export interface MappingSettings {
  readonly queueArn: string
  readonly functionArn: string
  readonly batchSize: number
  readonly maxConcurrency: number
}

interface Row {
  id: number
  message_id: string
  body: string
  receives: number
  sent_at: number
}

interface Mapping extends MappingSettings {
  running: number
}

/** The longest pause between two deliveries of a message that failed: the queue's visibility, but a run on one machine need not wait minutes. */
const longestRetryMs = 3_000

/**
 * SQS for one machine: durable queues in the journal, with redrive and event source mappings to functions.
 * A message is stored before `send` returns, and deleted only once its function took it. Retries run in real time.
 */
export class Queues {
  readonly operations: AwsOperations
  readonly #journal: DatabaseSync
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #invoke: (functionArn: string, event: unknown) => Promise<unknown>
  readonly #queues = new Map<string, QueueSettings>()
  readonly #mappings = new Map<string, Mapping>()
  /** One open piece of work for each message that a mapping still has to handle. */
  readonly #open = new Map<number, () => void>()
  readonly #region: string
  #timers = new Set<NodeJS.Timeout>()
  #started = false

  constructor(options: {
    journal: DatabaseSync
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
    this.#journal.exec(`
      CREATE TABLE IF NOT EXISTS messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
        receives INTEGER NOT NULL DEFAULT 0, visible_at INTEGER NOT NULL, sent_at INTEGER NOT NULL, receipt TEXT
      );
      CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue, visible_at, id);
    `)
    this.operations = this.#makeOperations()
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
    this.#journal.prepare('UPDATE messages SET visible_at = 0').run()
    for (const { arn } of this.#queues.values()) {
      if (!this.#mappings.has(arn)) continue
      for (const { id } of this.#journal.prepare('SELECT id FROM messages WHERE queue = ?').all(arn))
        this.#take(Number(id))
      this.#pump(arn)
    }
  }

  close(): void {
    this.#started = false
    for (const timer of this.#timers) clearTimeout(timer)
  }

  has(arn: string): boolean {
    return this.#queues.has(arn)
  }

  /** Stores a message; it is handled from now on whatever happens to this process. To be called inside or outside a transaction of the journal. */
  send(queueArn: string, body: string): string {
    const queue = this.#queues.get(queueArn)
    if (!queue) throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', `there is no queue ${queueArn}`)
    const messageId = randomUUID()
    const { lastInsertRowid } = this.#journal
      .prepare('INSERT INTO messages (queue, message_id, body, visible_at, sent_at) VALUES (?, ?, ?, 0, ?)')
      .run(queueArn, messageId, body, this.#clock.now())
    if (this.#mappings.has(queueArn)) {
      this.#take(Number(lastInsertRowid))
      setImmediate(() => this.#pump(queueArn))
    }
    return messageId
  }

  /** Messages by queue name: waiting or in flight. */
  depths(): Record<string, number> {
    const counted = new Map(
      this.#journal
        .prepare('SELECT queue, count(*) AS n FROM messages GROUP BY queue')
        .all()
        .map(({ queue, n }) => [String(queue), Number(n)]),
    )
    return Object.fromEntries([...this.#queues.values()].map(({ arn, name }) => [name, counted.get(arn) ?? 0]))
  }

  /** Names of the queues that take what others gave up on. */
  deadLetterNames(): string[] {
    const redriven = new Set([...this.#queues.values()].map(({ redrive }) => redrive?.arn))
    return [...this.#queues.values()]
      .filter(({ arn }) => redriven.has(arn) || !this.#mappings.has(arn))
      .map(({ name }) => name)
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
    if (!mapping || !queue || !this.#started) return
    while (mapping.running < mapping.maxConcurrency) {
      const batch = this.#receive(queueArn, mapping.batchSize, queue.visibilityTimeoutSeconds)
      if (batch.length === 0) return
      mapping.running += 1
      this.#handle(queue, mapping, batch).finally(() => {
        mapping.running -= 1
        this.#pump(queueArn)
      })
    }
  }

  #receive(queueArn: string, limit: number, visibilitySeconds: number): Row[] {
    const now = Date.now()
    const rows = this.#journal
      .prepare(
        'UPDATE messages SET visible_at = ?, receives = receives + 1 WHERE id IN (SELECT id FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY id LIMIT ?) RETURNING id, message_id, body, receives, sent_at',
      )
      .all(now + visibilitySeconds * 1_000, queueArn, now, limit) as unknown as Row[]
    return rows.sort((a, b) => a.id - b.id)
  }

  async #handle(queue: QueueSettings, mapping: Mapping, batch: Row[]): Promise<void> {
    let failed = new Set(batch.map(({ message_id }) => message_id))
    try {
      const answer = await this.#invoke(mapping.functionArn, { Records: batch.map((row) => this.#record(queue, row)) })
      failed = failedIn(answer, failed)
    } catch {
      // The function threw or timed out: all of the batch goes back, as on AWS. Its log says why.
    }
    if (!this.#started) return
    const given = inTransaction(this.#journal, () =>
      batch.map((row) => ({ row, back: failed.has(row.message_id) && !this.#settle(queue, row) })),
    )
    for (const { row, back } of given) {
      if (!failed.has(row.message_id)) this.#journal.prepare('DELETE FROM messages WHERE id = ?').run(row.id)
      if (back) this.#later(queue.arn, row)
      else this.#finish(row.id)
    }
  }

  /** Moves a message that failed too often to its dead-letter queue; false when it is to be tried again. */
  #settle(queue: QueueSettings, row: Row): boolean {
    if (!queue.redrive || row.receives < queue.redrive.maxReceiveCount) return false
    this.#journal
      .prepare('UPDATE messages SET queue = ?, receives = 0, visible_at = 0 WHERE id = ?')
      .run(queue.redrive.arn, row.id)
    return true
  }

  #later(queueArn: string, row: Row): void {
    const delay = Math.min(100 * 2 ** row.receives, longestRetryMs)
    this.#journal.prepare('UPDATE messages SET visible_at = ? WHERE id = ?').run(Date.now() + delay, row.id)
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#pump(queueArn)
    }, delay + 1)
    this.#timers.add(timer)
  }

  #record(queue: QueueSettings, row: Row) {
    return {
      messageId: row.message_id,
      receiptHandle: `${row.id}`,
      body: row.body,
      attributes: {
        ApproximateReceiveCount: String(row.receives),
        SentTimestamp: String(row.sent_at),
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: String(row.sent_at),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(row.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: this.#region,
    }
  }

  #byUrl(input: Record<string, unknown>): QueueSettings {
    const name = String(input.QueueUrl ?? input.QueueName ?? '')
      .split('/')
      .pop()
    const queue = [...this.#queues.values()].find((one) => one.name === name)
    if (!queue) throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.')
    return queue
  }

  #url(queue: QueueSettings): string {
    return `http://localhost/000000000000/${queue.name}`
  }

  #makeOperations(): AwsOperations {
    const count = (arn: string, inFlight: boolean) =>
      Number(
        this.#journal
          .prepare(`SELECT count(*) AS n FROM messages WHERE queue = ? AND visible_at ${inFlight ? '>' : '<='} ?`)
          .get(arn, Date.now())?.n ?? 0,
      )
    return {
      'AmazonSQS.ListQueues': async (input) => ({
        QueueUrls: [...this.#queues.values()]
          .filter(({ name }) => name.startsWith(String(input.QueueNamePrefix ?? '')))
          .map((queue) => this.#url(queue)),
      }),
      'AmazonSQS.GetQueueUrl': async (input) => ({ QueueUrl: this.#url(this.#byUrl(input)) }),
      'AmazonSQS.SendMessage': async (input) => ({
        MessageId: this.send(this.#byUrl(input).arn, String(input.MessageBody)),
        MD5OfMessageBody: createHash('md5').update(String(input.MessageBody)).digest('hex'),
      }),
      'AmazonSQS.GetQueueAttributes': async (input) => {
        const queue = this.#byUrl(input)
        return {
          Attributes: {
            QueueArn: queue.arn,
            ApproximateNumberOfMessages: String(count(queue.arn, false)),
            ApproximateNumberOfMessagesNotVisible: String(count(queue.arn, true)),
            VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
            ...(queue.redrive && {
              RedrivePolicy: JSON.stringify({
                deadLetterTargetArn: queue.redrive.arn,
                maxReceiveCount: queue.redrive.maxReceiveCount,
              }),
            }),
          },
        }
      },
      'AmazonSQS.ListDeadLetterSourceQueues': async (input) => {
        const target = this.#byUrl(input)
        return {
          queueUrls: [...this.#queues.values()]
            .filter(({ redrive }) => redrive?.arn === target.arn)
            .map((queue) => this.#url(queue)),
        }
      },
      'AmazonSQS.ReceiveMessage': async (input) => {
        const queue = this.#byUrl(input)
        const rows = this.#receive(
          queue.arn,
          Math.min(Number(input.MaxNumberOfMessages ?? 1), 10),
          Number(input.VisibilityTimeout ?? queue.visibilityTimeoutSeconds),
        )
        return {
          Messages: rows.map((row) => ({
            MessageId: row.message_id,
            ReceiptHandle: String(row.id),
            Body: row.body,
            MD5OfBody: createHash('md5').update(row.body).digest('hex'),
            Attributes: { ApproximateReceiveCount: String(row.receives), SentTimestamp: String(row.sent_at) },
          })),
        }
      },
      'AmazonSQS.DeleteMessage': async (input) => {
        this.#journal.prepare('DELETE FROM messages WHERE id = ?').run(Number(input.ReceiptHandle))
        return {}
      },
      'AmazonSQS.StartMessageMoveTask': async (input) => {
        const sources = [...this.#queues.values()].filter(({ redrive }) => redrive?.arn === input.SourceArn)
        const target = String(input.DestinationArn ?? sources[0]?.arn ?? '')
        if (!this.#queues.has(target))
          throw new AwsError(
            'AWS.SimpleQueueService.UnsupportedOperation',
            'this queue has no source to move its messages to',
          )
        const rows = this.#journal
          .prepare('UPDATE messages SET queue = ?, receives = 0, visible_at = 0 WHERE queue = ? RETURNING id')
          .all(target, String(input.SourceArn))
        if (this.#mappings.has(target)) for (const { id } of rows) this.#take(Number(id))
        setImmediate(() => this.#pump(target))
        return { TaskHandle: randomUUID() }
      },
    }
  }
}

function failedIn(answer: unknown, all: Set<string>): Set<string> {
  if (answer === null || answer === undefined || typeof answer !== 'object') return new Set()
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures
  if (!Array.isArray(failures)) return new Set()
  const ids = failures.map((one: { itemIdentifier?: unknown }) => String(one?.itemIdentifier ?? ''))
  // An identifier that is not of this batch fails the whole batch, as on AWS.
  return ids.every((id) => all.has(id)) ? new Set(ids) : all
}
