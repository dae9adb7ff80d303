import middy from '@middy/core'
import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import { log } from './log.ts'

/** What CloudFormation sends to the function behind a custom resource. */
const deployEvent = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
  ResourceProperties: z.record(z.string(), z.unknown()),
})

export interface Deploying {
  readonly request: 'Create' | 'Update' | 'Delete'
  readonly given: Readonly<Record<string, unknown>>
}

const answerWithinMs = 5_000
const triesAtMost = 3

/**
 * Handles a custom resource: CloudFormation waits an hour for an answer at the event's address, so success and failure both are answered there. Throws only
 * when the answer could not be delivered; Lambda then calls again.
 */
export function onDeploy(physicalId: string, handle: (deploying: Deploying) => Promise<void>) {
  return middy<unknown, void>().handler(async (given) => {
    const event = deployEvent.parse(given)
    const { StackId, RequestId, LogicalResourceId } = event
    const known = { StackId, RequestId, LogicalResourceId, PhysicalResourceId: event.PhysicalResourceId ?? physicalId }
    try {
      await handle({ request: event.RequestType, given: event.ResourceProperties })
      await answer(event.ResponseURL, { ...known, Status: 'SUCCESS' })
    } catch (error) {
      if (error instanceof NotAnswered) throw error
      log.error('a step of the deploy failed', { resource: LogicalResourceId, error: error as Error })
      await answer(event.ResponseURL, { ...known, Status: 'FAILED', Reason: reasonOf(error) })
    }
  })
}

class NotAnswered extends Error {
  constructor() {
    super('CloudFormation could not be told what became of the deploy')
    this.name = 'NotAnswered'
  }
}

async function answer(url: string, body: Record<string, string>): Promise<void> {
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    try {
      // The signed address of S3 counts the content type: it must be empty.
      const response = await fetch(url, {
        method: 'PUT',
        headers: { 'content-type': '' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(answerWithinMs),
      })
      if (response.ok) return
      log.warn('CloudFormation did not take the answer', { status: response.status, attempt })
    } catch (error) {
      log.warn('CloudFormation could not be reached', { error: error as Error, attempt })
    }
  }
  throw new NotAnswered()
}

/** The name of the error alone where its message may hold what was given. */
function reasonOf(error: unknown): string {
  if (error instanceof $ZodError) {
    return `Properties are not valid: ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`
  }
  return `${(error as Error).name}: see the log of the function`
}
