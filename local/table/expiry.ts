import type { VirtualClock } from '../clock.ts'
import type { DueSource, Timeline } from '../timeline.ts'
import type { Work } from '../work.ts'
import type { TableEngine } from './table-engine.ts'
import type { TableSettings } from './table-settings.ts'

const dayMs = 86_400_000
/** DynamoDB deletes within days; a clock that races need not look oftener than this, in real ms. */
const leastPauseMs = 20_000

type Key = Record<string, unknown>

/** DynamoDB's time to live, by the virtual clock: once a virtual day, items whose time has passed are deleted. */
export class Expiry implements DueSource {
  readonly #engine: TableEngine
  readonly #tables: readonly TableSettings[]
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #timeline: Timeline
  #nextMs: number
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(options: {
    engine: TableEngine
    tables: readonly TableSettings[]
    clock: VirtualClock
    work: Work
    timeline: Timeline
  }) {
    this.#engine = options.engine
    this.#tables = options.tables.filter(({ expiryAttribute }) => expiryAttribute)
    this.#clock = options.clock
    this.#work = options.work
    this.#timeline = options.timeline
    this.#nextMs = options.clock.now() + dayMs
  }

  start(): void {
    if (this.#tables.length > 0) this.#timeline.add(this)
  }

  nextDue(): number | undefined {
    return this.#nextMs
  }

  fire(now: number): void {
    if (now < this.#nextMs) return
    this.#nextMs = now + dayMs
    if (performance.now() - this.#lookedAt < leastPauseMs) return
    this.#lookedAt = performance.now()
    const done = this.#work.begin()
    Promise.all(this.#tables.map((table) => this.#sweep(table)))
      .catch((error: unknown) => console.error(`items past their time could not be deleted: ${error}`))
      .finally(done)
  }

  async #sweep({ name, expiryAttribute, definition }: TableSettings): Promise<void> {
    const past = {
      ExpressionAttributeNames: { '#expiry': expiryAttribute },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(this.#clock.now() / 1_000)) } },
    }
    const keyNames = definition.KeySchema.map(({ AttributeName }) => AttributeName)
    let from: Key | undefined
    do {
      const page = (await this.#engine.call('Scan', {
        TableName: name,
        FilterExpression: '#expiry < :now',
        ...past,
        ...(from && { ExclusiveStartKey: from }),
      })) as { Items: Key[]; LastEvaluatedKey?: Key }
      for (const item of page.Items) {
        const Key = Object.fromEntries(keyNames.map((attribute) => [attribute, item[attribute]]))
        await this.#delete({ TableName: name, Key, ConditionExpression: '#expiry < :now', ...past })
      }
      from = page.LastEvaluatedKey
    } while (from)
  }

  /** An item that was given more time meanwhile stays. */
  async #delete(input: unknown): Promise<void> {
    try {
      await this.#engine.call('DeleteItem', input)
    } catch (error) {
      if ((error as Error).name !== 'ConditionalCheckFailedException') throw error
    }
  }
}
