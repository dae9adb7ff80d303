import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { executionName } from '../../core/nurture/send-id.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { SigningHash } from './signing-hash.ts'
import { withoutLog } from './without-log.ts'

/** The one client of this function, made on the cold start. */
export const stepFunctions = withoutLog(new SFNClient({ cacheMiddleware: true, sha256: SigningHash }))

/** Names used up by executions that ended or had other input; more in a row means that something is wrong. */
const generationsTried = 8
/** So many are tried one after the other; then the clock gives a number that no try of another minute had, since a task that failed for days used up many. */
const nextGenerations = 4

/** One alarm clock: the machine, what it rings for (unique in the machine), and the ids that its task is given. */
export interface Clock {
  readonly machineArn: string
  /** Names enrolment or hand-off together with its lead. */
  readonly subject: string
  /** The task's input beside generation, waitSeconds and finished. */
  readonly ids: Readonly<Record<string, string>>
}

/**
 * Starts the execution of this generation, or of the next that can be started: a name taken by a running execution is success, one taken by an execution
 * that ended is not. Answers the generation that now runs.
 */
export async function startClock(clock: Clock, generation: number): Promise<number> {
  for (let times = 0; times < generationsTried; times += 1) {
    const tried = generation + times + (times < nextGenerations ? 0 : minutesSinceTheEpoch())
    const input = JSON.stringify({ ...clock.ids, generation: tried, waitSeconds: 0, finished: false })
    const name = executionName(clock.subject, tried)
    try {
      await stepFunctions.send(new StartExecutionCommand({ stateMachineArn: clock.machineArn, name, input }))
      return tried
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error
      if (await isClockRunning(clock, tried)) return tried
    }
  }
  throw new Error(`no execution could be started: the names of ${generationsTried} generations are used up`)
}

/** Stops the execution of a generation that another took over from. Best effort: a stale one finishes by itself when it next looks. */
export async function stopClock(clock: Clock, generation: number): Promise<void> {
  try {
    await stepFunctions.send(
      new StopExecutionCommand({ executionArn: executionArn(clock, generation), cause: 'a later generation runs' }),
    )
  } catch (error) {
    log.debug('an execution was not stopped and will finish by itself', { error: error as Error })
  }
}

function minutesSinceTheEpoch(): number {
  return Math.floor(now() / 60_000)
}

/** Does the execution of this generation run? One that was never started, or ended so long ago that it is forgotten, does not. */
export async function isClockRunning(clock: Clock, generation: number): Promise<boolean> {
  try {
    const { status } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: executionArn(clock, generation) }),
    )
    return status === 'RUNNING' || status === 'PENDING_REDRIVE'
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false
    throw error
  }
}

function executionArn(clock: Clock, generation: number): string {
  return `${clock.machineArn.replace(':stateMachine:', ':execution:')}:${executionName(clock.subject, generation)}`
}
