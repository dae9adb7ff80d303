import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge'
import { type Call, die, type Make, post } from './calls.ts'
import { dawdle } from './virtual-clock.ts'

/**
 * What can go wrong with one call. `fails`: it never got there. `lost`: it was done, and nobody hears. `throttled`: turned away, of several events the
 * first. `twice`: done, its answer
 * lost, and done again by the SDK; an event or a task comes twice. `dies`: its function dies just before, `died`: just after it. `slow`: it takes 11 s.
 * `late`: an event or a task comes 10 minutes later.
 */
export const faultKinds = ['fails', 'lost', 'throttled', 'twice', 'dies', 'died', 'slow', 'late'] as const
export type FaultKind = (typeof faultKinds)[number]

/** The name under which the coming of an event or a task is counted among the calls. */
export const arrival = 'Arrival'

const reads: ReadonlySet<string> = new Set([
  'GetItemCommand',
  'QueryCommand',
  'GetObjectCommand',
  'DescribeExecutionCommand',
])

const writes: ReadonlySet<string> = new Set(['PutItemCommand', 'UpdateItemCommand'])

/**
 * The faults that make a difference for a call: a read that is lost has failed, and its repetition is nothing; SES is never called twice by its client; only
 * between writes does anybody look at the time that goes by.
 */
export function faultsFor(name: string): readonly FaultKind[] {
  if (name === arrival) return ['twice', 'late']
  if (reads.has(name)) return ['fails', 'throttled', 'dies']
  // Nor is whoever delivers messages.
  if (name === 'SendEmailCommand' || name === 'SendTextMessageCommand' || name === post)
    return ['fails', 'lost', 'throttled', 'dies', 'died']
  const any: FaultKind[] = ['fails', 'lost', 'throttled', 'twice', 'dies', 'died']
  return writes.has(name) ? [...any, 'slow'] : any
}

/** A call that was made to fail. */
class Injected extends Error {
  readonly code: string | undefined

  constructor(name: string, code?: string) {
    super(`injected: ${name}`)
    this.name = name
    this.code = code
  }
}

/** Makes a call go wrong in this way. */
export async function goWrong(kind: FaultKind, { name, input }: Call, make: Make): Promise<unknown> {
  switch (kind) {
    case 'fails':
      throw new Injected('NetworkingError', 'ECONNREFUSED')
    case 'throttled':
      if (name === 'PutEventsCommand') return withoutFirst(input as PutEventsCommandInput, make)
      if (name === post) return 429
      throw new Injected(name === 'SendEmailCommand' ? 'TooManyRequestsException' : 'ThrottlingException')
    case 'lost':
      await made(make)
      throw new Injected('TimeoutError', 'ECONNRESET')
    case 'twice':
      await made(make)
      return make()
    case 'dies':
      return die()
    case 'died':
      await made(make)
      return die()
    case 'slow':
      dawdle(11_000)
      return make()
    case 'late':
      return make()
  }
}

/** EventBridge refuses the first event of a call and takes the others. */
async function withoutFirst({ Entries: [, ...others] = [] }: PutEventsCommandInput, make: Make): Promise<unknown> {
  if (others.length > 0) await make({ Entries: others })
  const taken = others.map((_, index) => ({ EventId: `taken-${index}` }))
  return { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }, ...taken] }
}

/** Done, whatever it answers. */
async function made(make: Make): Promise<void> {
  await make().catch(() => undefined)
}
