import { randomUUID } from 'node:crypto'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { DueSource, Timeline } from '../timeline.ts'
import type { Work } from '../work.ts'
import { type Execution, Executions } from './executions.ts'
import { type Definition, Segments } from './segments.ts'

export interface MachineSettings {
  readonly arn: string
  readonly name: string
  readonly definition: Definition
}

/** The characters that Step Functions refuses in a name, which has 80 at most. */
const wellNamed = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/
const largestInput = 262_144

/**
 * Step Functions for one machine. An execution is written to the journal before StartExecution answers, a segment that was cut off by a crash is
 * run again from its start, and waits follow the virtual clock.
 */
export class Machines implements DueSource {
  readonly operations: AwsOperations
  readonly executions: Executions
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #timeline: Timeline
  readonly #invoke: (functionArn: string, payload: unknown) => Promise<unknown>
  readonly #segments = new Map<string, Segments>()
  #started = false
  #nextDueMs: number | undefined

  constructor(options: {
    journal: Journal
    clock: VirtualClock
    work: Work
    timeline: Timeline
    invoke: (functionArn: string, payload: unknown) => Promise<unknown>
  }) {
    this.executions = new Executions(options.journal)
    this.#clock = options.clock
    this.#work = options.work
    this.#timeline = options.timeline
    this.#invoke = options.invoke
    this.operations = {
      'AWSStepFunctions.StartExecution': async (input) => this.#startExecution(input),
      'AWSStepFunctions.DescribeExecution': async (input) => described(this.#existing(input)),
      'AWSStepFunctions.StopExecution': async (input) => this.#stop(input),
    }
  }

  /** Adds a machine; throws {@link UnsupportedMachine}. */
  register(machine: MachineSettings): void {
    this.#segments.set(machine.arn, new Segments(machine.name, machine.definition, this.#invoke))
  }

  /** Goes on with what the journal holds. */
  start(): void {
    this.#started = true
    for (const execution of this.executions.interrupted()) void this.#run(execution)
    this.#nextDueMs = this.executions.earliestDue()
    this.#timeline.add(this)
  }

  close(): void {
    this.#started = false
  }

  nextDue(): number | undefined {
    return this.#nextDueMs
  }

  fire(now: number): void {
    if (!this.#started || this.#nextDueMs === undefined || this.#nextDueMs > now) return
    const due = this.executions.takeDue(now)
    this.#nextDueMs = this.executions.earliestDue()
    for (const execution of due) void this.#run(execution)
  }

  async #run({ arn, machine, next, data }: Execution): Promise<void> {
    const segments = this.#segments.get(machine)
    // The machine is no longer in the template; its executions stay where they are.
    if (!segments) return
    const done = this.#work.begin()
    try {
      const { result, transitions } = await segments.run(next || undefined, JSON.parse(data), () => this.#clock.now())
      if (!this.#started) return
      if (result.kind === 'waiting') {
        this.executions.wait(arn, {
          next: result.next,
          data: JSON.stringify(result.data),
          dueMs: result.dueMs,
          transitions,
        })
        this.#nextDueMs = Math.min(this.#nextDueMs ?? result.dueMs, result.dueMs)
        this.#timeline.changed()
      } else {
        const output = JSON.stringify(result.output)
        this.executions.succeed(arn, { output, stoppedMs: this.#clock.now(), transitions })
      }
    } catch (thrown) {
      if (!this.#started) return
      const { name, message } = thrown as Error
      this.executions.end(arn, 'FAILED', { error: name, cause: message, stoppedMs: this.#clock.now() })
    } finally {
      done()
    }
  }

  #startExecution(given: Record<string, unknown>) {
    const machine = String(given.stateMachineArn)
    const name = String(given.name ?? randomUUID())
    const input = String(given.input ?? '{}')
    if (!this.#segments.has(machine))
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machine}'`)
    if (!wellNamed.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
    if (Buffer.byteLength(input) > largestInput || !isJson(input))
      throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: JSON of 256 KiB at most')
    const arn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`
    const known = this.executions.find(arn)
    if (known) {
      // Same name, same input, still running: the same execution, as on AWS.
      if (known.status === 'RUNNING' && known.input === input)
        return { executionArn: arn, startDate: known.started_ms / 1_000 }
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    }
    const startedMs = this.#clock.now()
    this.executions.insert({ arn, machine, name, input, startedMs })
    const made = this.executions.find(arn)
    if (made) void this.#run(made)
    return { executionArn: arn, startDate: startedMs / 1_000 }
  }

  #stop(given: Record<string, unknown>) {
    const { arn } = this.#existing(given)
    const stoppedMs = this.#clock.now()
    const textOf = (value: unknown) => (value === undefined ? null : String(value))
    this.executions.end(arn, 'ABORTED', { error: textOf(given.error), cause: textOf(given.cause), stoppedMs })
    this.#nextDueMs = this.executions.earliestDue()
    return { stopDate: stoppedMs / 1_000 }
  }

  #existing(given: Record<string, unknown>): Execution {
    const arn = String(given.executionArn)
    const found = this.executions.find(arn)
    if (!found) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    return found
  }
}

function described(execution: Execution) {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine,
    name: execution.name,
    status: execution.status,
    input: execution.input,
    startDate: execution.started_ms / 1_000,
    ...(execution.stopped_ms !== null && { stopDate: execution.stopped_ms / 1_000 }),
    ...(execution.output !== null && { output: execution.output }),
    ...(execution.error !== null && { error: execution.error }),
    ...(execution.cause !== null && { cause: execution.cause }),
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
