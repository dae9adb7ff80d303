import { die } from './calls.ts'
import { dawdle } from './virtual-clock.ts'

/**
 * What can go wrong with one call. `fails`: it never got there. `lost`: it was done, and nobody hears. `throttled`: turned away. `twice`: done, its answer
 * lost, and done again by the SDK; an event or a task comes twice. `dies`: its function dies just before, `died`: just after it. `slow`: it takes 9 s.
 * `late`: an event or a task comes 10 minutes later.
 */
export const faultKinds = ['fails', 'lost', 'throttled', 'twice', 'dies', 'died', 'slow', 'late'] as const
export type FaultKind = (typeof faultKinds)[number]

/** The name under which the coming of an event or a task is counted among the calls. */
export const arrival = 'Arrival'

const reads: ReadonlySet<string> = new Set(['GetItemCommand', 'QueryCommand', 'DescribeExecutionCommand'])

const writes: ReadonlySet<string> = new Set(['PutItemCommand', 'UpdateItemCommand'])

/**
 * The faults that make a difference for a call: a read that is lost has failed, and its repetition is nothing; SES is never called twice by its client; only
 * between writes does anybody look at the time that goes by.
 */
export function faultsFor(name: string): readonly FaultKind[] {
  if (name === arrival) return ['twice', 'late']
  if (reads.has(name)) return ['fails', 'throttled', 'dies']
  if (name === 'SendEmailCommand') return ['fails', 'lost', 'throttled', 'dies', 'died']
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
export async function goWrong(kind: FaultKind, name: string, make: () => Promise<unknown>): Promise<unknown> {
  switch (kind) {
    case 'fails':
      throw new Injected('NetworkingError', 'ECONNREFUSED')
    case 'throttled':
      if (name === 'PutEventsCommand') return refusedEntry
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
      dawdle(9_000)
      return make()
    case 'late':
      return make()
  }
}

const refusedEntry = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }

/** Done, whatever it answers. */
async function made(make: () => Promise<unknown>): Promise<void> {
  await make().catch(() => undefined)
}
