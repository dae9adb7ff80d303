import { randomUUID } from 'node:crypto'
import type { CustomResourceSettings } from './assembly/topology.ts'
import type { RestOperations } from './aws-error.ts'
import type { Journal } from './journal.ts'

interface Answer {
  readonly Status?: string
  readonly Reason?: string
  readonly PhysicalResourceId?: string
}

const answerWithinMs = 60_000

/**
 * CloudFormation's custom resources: on a data folder that has not seen one, or saw it with other properties, its function is called as by a deploy
 * and answers at an address of the endpoint.
 */
export class CustomResources {
  readonly operations: RestOperations
  readonly #journal: Journal
  readonly #invoke: (functionArn: string, event: unknown) => Promise<unknown>
  readonly #endpoint: () => string
  readonly #awaited = new Map<string, (answer: Answer) => void>()

  constructor(options: {
    journal: Journal
    invoke: (functionArn: string, event: unknown) => Promise<unknown>
    endpoint: () => string
  }) {
    this.#journal = options.journal
    this.#invoke = options.invoke
    this.#endpoint = options.endpoint
    this.#journal.exec(
      'CREATE TABLE IF NOT EXISTS custom_resources (logical_id TEXT PRIMARY KEY, physical_id TEXT NOT NULL, properties TEXT NOT NULL)',
    )
    this.operations = {
      'PUT /custom-resources/{requestId}': async ({ params, body }) => {
        this.#awaited.get(String(params.requestId))?.(body as Answer)
        return {}
      },
    }
  }

  /** Creates or updates it where that is due; throws Error when its function says that it failed. */
  async deploy(resource: CustomResourceSettings): Promise<void> {
    const properties = JSON.stringify(resource.properties)
    const known = this.#journal.prepare('SELECT * FROM custom_resources WHERE logical_id = ?').get(resource.logicalId)
    if (known?.properties === properties) return
    const RequestId = randomUUID()
    const answer = await this.#call(resource, RequestId, {
      RequestType: known ? 'Update' : 'Create',
      ResponseURL: `${this.#endpoint()}/custom-resources/${RequestId}`,
      StackId: 'arn:aws:cloudformation:local:000000000000:stack/local/local',
      RequestId,
      ResourceType: resource.type,
      LogicalResourceId: resource.logicalId,
      ...(known && {
        PhysicalResourceId: String(known.physical_id),
        OldResourceProperties: JSON.parse(String(known.properties)),
      }),
      ResourceProperties: { ServiceToken: resource.functionArn, ...resource.properties },
    })
    if (answer.Status !== 'SUCCESS')
      throw new Error(
        `the custom resource ${resource.logicalId} could not be made: ${answer.Reason ?? 'no reason given'}`,
      )
    this.#journal
      .prepare('INSERT OR REPLACE INTO custom_resources (logical_id, physical_id, properties) VALUES (?, ?, ?)')
      .run(resource.logicalId, answer.PhysicalResourceId ?? resource.logicalId, properties)
  }

  async #call(resource: CustomResourceSettings, requestId: string, event: unknown): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined
    const answered = new Promise<Answer>((resolve) => {
      this.#awaited.set(requestId, resolve)
      timer = setTimeout(() => resolve({ Reason: 'its function gave no answer within a minute' }), answerWithinMs)
    })
    try {
      await this.#invoke(resource.functionArn, event)
      return await answered
    } finally {
      clearTimeout(timer)
      this.#awaited.delete(requestId)
    }
  }
}
