import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { callAws } from '../aws/call-aws.ts'
import type { Start } from './dynalite-thread.ts'
import { meterMemory, readMeter, type TableUse } from './meter.ts'
import type { TableSettings } from './table-settings.ts'

/** DynamoDB for one machine: dynalite on LevelDB, in a thread of its own beside the functions. */
export class TableEngine {
  /** Where SDK clients reach it. */
  readonly endpoint: string
  readonly #thread: Worker
  readonly #meter: SharedArrayBuffer

  private constructor(thread: Worker, port: number, meter: SharedArrayBuffer) {
    this.#thread = thread
    this.#meter = meter
    this.endpoint = `http://127.0.0.1:${port}`
  }

  /** Keeps LevelDB's files in the data folder; `compileCache` is where V8 keeps what it compiled. */
  static async start(dataFolder: string, compileCache?: string): Promise<TableEngine> {
    const meter = meterMemory()
    const thread = new Worker(new URL('./dynalite-thread.ts', import.meta.url), {
      workerData: { folder: join(dataFolder, 'tables'), meter } satisfies Start,
      env: { ...process.env, ...(compileCache && { NODE_COMPILE_CACHE: compileCache }) },
      // All calls of all functions come here; with Node's own nursery it cleans up for a tenth of its time.
      resourceLimits: { maxYoungGenerationSizeMb: 192 },
    })
    const port = await new Promise<number>((resolve, reject) => {
      thread.once('message', ({ port }: { port: number }) => resolve(port))
      thread.once('error', reject)
    })
    return new TableEngine(thread, port, meter)
  }

  /** Makes the table if the data folder has none; throws Error if it has one with other keys or indexes. */
  async make({ name, definition }: TableSettings): Promise<void> {
    const known = await this.#describe(name)
    if (known && shape(known) !== shape(definition))
      throw new Error(
        `the data folder holds the table ${name} with other keys or indexes than the template: give another folder with --data, or delete this one`,
      )
    if (known) return
    await this.call('CreateTable', definition)
    while ((await this.#describe(name))?.TableStatus !== 'ACTIVE') {
      // It is made within the moment that the next question takes.
    }
  }

  async #describe(name: string): Promise<(TableSettings['definition'] & { TableStatus: string }) | undefined> {
    try {
      return ((await this.call('DescribeTable', { TableName: name })) as { Table: never }).Table
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return undefined
      throw error
    }
  }

  call(operation: string, input: unknown): Promise<unknown> {
    return callAws(this.endpoint, `DynamoDB_20120810.${operation}`, input)
  }

  get use(): TableUse {
    return readMeter(this.#meter)
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#thread.once('exit', resolve))
    this.#thread.postMessage('stop')
    await ended
  }
}

function shape(definition: TableSettings['definition']): string {
  const indexes = (definition.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    type: Projection.ProjectionType,
  }))
  indexes.sort((a, b) => a.IndexName.localeCompare(b.IndexName))
  const attributes = definition.AttributeDefinitions.map(
    ({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`,
  )
  return JSON.stringify([definition.KeySchema, attributes.sort(), indexes])
}
