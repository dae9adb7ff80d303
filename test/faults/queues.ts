import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { toInstant } from '../../core/names.ts'
import { clock } from '../fixtures/a-clock.ts'
import type { Timeline } from './timeline.ts'

type Handler = (batch: SQSEvent, context: Context) => Promise<SQSBatchResponse>

/** A rule with its queue and the function that reads it. */
export interface Consumer {
  readonly name: string
  /** The `detail-type`s that its rule lets through. */
  readonly hears: readonly string[]
  readonly handler: unknown
}

/** An event on a bus. */
export interface BusEvent {
  readonly source: string
  readonly detailType: string
  readonly detail: unknown
}

/** Runs a function, which may fail or die. */
export type Run = <Answer>(name: string, run: () => Promise<Answer>) => Promise<Answer>
/** How an event comes to one consumer: in so many ms, once for each. */
export type Arrivals = (consumer: string) => Promise<readonly number[]> | readonly number[]

/** As the queues have it: six times the function's timeout of 30 s, and the dead-letter queue after five tries. */
const visibleAgainMs = 180_000
const triesAtMost = 5

/** EventBridge's rules and the queues behind them: each consumer gets its own copy, one record at a time, again when it fails. */
export class Queues {
  /** What could not be handled, by consumer and event. */
  readonly dead: string[] = []
  readonly #consumers: readonly Consumer[]
  readonly #timeline: Timeline
  readonly #run: Run
  readonly #arrivals: Arrivals
  #events = 0

  constructor(consumers: readonly Consumer[], timeline: Timeline, run: Run, arrivals: Arrivals) {
    this.#consumers = consumers
    this.#timeline = timeline
    this.#run = run
    this.#arrivals = arrivals
  }

  /** Puts an event on the bus. */
  async put({ source, detailType, detail }: BusEvent): Promise<void> {
    this.#events += 1
    const event = { id: `event-${this.#events}`, time: toInstant(clock.ms), source, 'detail-type': detailType, detail }
    const body = JSON.stringify(event)
    for (const consumer of this.#consumers) {
      if (!consumer.hears.includes(detailType)) continue
      for (const inMs of await this.#arrivals(consumer.name)) {
        this.#timeline.after(inMs, () => this.#deliver(consumer, body, 1))
      }
    }
  }

  async #deliver(consumer: Consumer, body: string, attempt: number): Promise<void> {
    if (await this.#isTaken(consumer, body)) return
    if (attempt >= triesAtMost) this.dead.push(`${consumer.name} ${body}`)
    else this.#timeline.after(visibleAgainMs, () => this.#deliver(consumer, body, attempt + 1))
  }

  async #isTaken({ name, handler }: Consumer, body: string): Promise<boolean> {
    const batch = { Records: [{ messageId: 'message', body }] } as unknown as SQSEvent
    try {
      const { batchItemFailures } = await this.#run(name, () => (handler as Handler)(batch, {} as Context))
      return batchItemFailures.length === 0
    } catch {
      return false
    }
  }
}
