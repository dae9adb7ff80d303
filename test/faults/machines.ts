import { ExecutionAlreadyExists, ExecutionDoesNotExist } from '@aws-sdk/client-sfn'
import { clock } from '../fixtures/a-clock.ts'
import type { Timeline } from './timeline.ts'

/** What a machine carries from task to task. */
export interface Ringing {
  readonly leadId: string
  readonly generation: number
  readonly waitSeconds: number
  readonly finished: boolean
  readonly [id: string]: unknown
}

export interface Execution {
  readonly arn: string
  readonly machine: string
  readonly input: string
  state: Ringing
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED'
  /** When it rings next, by business time; absent while it is held. */
  ringsAtMs?: number
}

/** Calls the task of a machine. */
export type Task = (machine: string, state: Ringing) => Promise<Ringing>

/** `"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "BackoffRate": 3, "MaxAttempts": 5` of both machines. */
const retries = { intervalMs: 5_000, backoff: 3, atMost: 5 }

/** Step Functions: both machines ring, call their one task, and wait as long as that says. */
export class Machines {
  readonly executions = new Map<string, Execution>()
  /** An execution that is started meanwhile rings only when {@link ring} lets it. */
  isHeld = false
  readonly #timeline: Timeline
  readonly #task: Task

  constructor(timeline: Timeline, task: Task) {
    this.#timeline = timeline
    this.#task = task
  }

  /** Answers one call as Step Functions does. */
  answer(command: string, input: { stateMachineArn?: string; name?: string; input?: string; executionArn?: string }) {
    if (command === 'StartExecutionCommand') return this.#start(input)
    const execution = this.executions.get(input.executionArn ?? '')
    if (!execution) throw new ExecutionDoesNotExist({ message: 'none', $metadata: {} })
    if (command === 'DescribeExecutionCommand') return { status: execution.status }
    if (execution.status === 'RUNNING') execution.status = 'ABORTED'
    return {}
  }

  /** The executions as they are now. */
  copy(): Execution[] {
    return [...this.executions.values()].map((one) => ({ ...one }))
  }

  /** Takes over executions that {@link copy} gave. */
  restore(executions: readonly Execution[]): void {
    for (const one of executions) {
      const execution = { ...one }
      this.executions.set(one.arn, execution)
      if (one.ringsAtMs !== undefined) this.#plan(execution, Math.max(0, one.ringsAtMs - clock.ms))
    }
  }

  /** Calls the task of an execution, again when that fails, and plans its next ring. */
  async ring(execution: Execution, retried = 0): Promise<void> {
    if (execution.status !== 'RUNNING') return
    try {
      execution.state = await this.#task(execution.machine, execution.state)
    } catch {
      if (retried >= retries.atMost) execution.status = 'FAILED'
      else {
        this.#plan(execution, retries.intervalMs * retries.backoff ** retried, retried + 1)
      }
      return
    }
    const { finished, waitSeconds } = execution.state
    if (!finished) this.#plan(execution, waitSeconds * 1_000)
    else if (execution.status === 'RUNNING') execution.status = 'SUCCEEDED'
  }

  #start({ stateMachineArn = '', name = '', input = '' }: { stateMachineArn?: string; name?: string; input?: string }) {
    const arn = executionArn(stateMachineArn, name)
    const known = this.executions.get(arn)
    if (known && (known.status !== 'RUNNING' || known.input !== input)) {
      throw new ExecutionAlreadyExists({ message: 'taken', $metadata: {} })
    }
    if (!known) {
      const machine = stateMachineArn.split('-').at(-1) ?? ''
      const state = JSON.parse(input) as Ringing
      const execution: Execution = { arn, machine, input, state, status: 'RUNNING' }
      this.executions.set(arn, execution)
      if (!this.isHeld) this.#plan(execution, 0)
    }
    return { executionArn: arn }
  }

  #plan(execution: Execution, inMs: number, retried = 0): void {
    execution.ringsAtMs = clock.ms + inMs
    this.#timeline.after(inMs, () => this.ring(execution, retried))
  }
}

/** The ARN of an execution of a machine. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`
}
