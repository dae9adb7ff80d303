import type { DatabaseSync } from 'node:sqlite'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import type { VirtualClock } from '../clock.ts'
import type { DueSource, Timeline } from '../timeline.ts'
import type { Work } from '../work.ts'
import { Segments } from './segments.ts'

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED'

interface Row {
  arn: string
  machine: string
  name: string
  status: ExecutionStatus
  input: string
  /** The state to go on from, empty for the start. */
  next: string
  data: string
  due_ms: number | null
  started_ms: number
  stopped_ms: number | null
  output: string | null
  error: string | null
  cause: string | null
}

/**
 * Step Functions for one machine. An execution is a row in the journal: running a segment, or waiting with a due time. It is written before
 * StartExecution answers, a segment that was cut off by a crash is run again from its start, and waits follow the virtual clock.
 */
export class Machines implements DueSource {
  readonly operations: AwsOperations
  readonly #journal: DatabaseSync
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #timeline: Timeline
  readonly #segments = new Map<string, Segments>()
  #started = false
  #nextDueMs: number | undefined

  constructor(options: { journal: DatabaseSync; clock: VirtualClock; work: Work; timeline: Timeline }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#work = options.work
    this.#timeline = options.timeline
    this.#journal.exec(`
      CREATE TABLE IF NOT EXISTS executions (
        arn TEXT PRIMARY KEY, machine TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, next TEXT NOT NULL,
        data TEXT NOT NULL, due_ms INTEGER, started_ms INTEGER NOT NULL, stopped_ms INTEGER, output TEXT, error TEXT, cause TEXT,
        transitions INTEGER NOT NULL DEFAULT 0
      );
      CREATE INDEX IF NOT EXISTS executions_due ON executions (due_ms) WHERE due_ms IS NOT NULL;
    `)
    this.operations = {
      'AWSStepFunctions.StartExecution': async (input) => this.#startExecution(input),
      'AWSStepFunctions.DescribeExecution': async (input) => this.#describe(String(input.executionArn)),
      'AWSStepFunctions.StopExecution': async (input) => this.#stop(input),
    }
  }

  /** Adds a machine; throws {@link UnsupportedMachine}. */
  register(machine: {
    arn: string
    name: string
    definition: { StartAt: string; States: Record<string, never> }
    invoke: (functionArn: string, payload: unknown) => Promise<unknown>
  }): void {
    this.#segments.set(machine.arn, new Segments(machine.name, machine.definition, machine.invoke))
  }

  /** Goes on with what the journal holds. */
  start(): void {
    this.#started = true
    for (const row of this.#journal
      .prepare("SELECT * FROM executions WHERE status = 'RUNNING' AND due_ms IS NULL")
      .all() as unknown as Row[])
      void this.#run(row)
    this.#nextDueMs = this.#earliest()
    this.#timeline.add(this)
  }

  close(): void {
    this.#started = false
  }

  /** Executions by status. */
  counts(): Record<ExecutionStatus, number> {
    const counts: Record<ExecutionStatus, number> = { RUNNING: 0, SUCCEEDED: 0, FAILED: 0, ABORTED: 0 }
    for (const { status, n } of this.#journal
      .prepare('SELECT status, count(*) AS n FROM executions GROUP BY status')
      .all())
      counts[status as ExecutionStatus] = Number(n)
    return counts
  }

  /** State transitions so far, as AWS bills them: each state entered, and each retry. */
  transitions(): number {
    return Number(this.#journal.prepare('SELECT coalesce(sum(transitions), 0) AS n FROM executions').get()?.n ?? 0)
  }

  nextDue(): number | undefined {
    return this.#nextDueMs
  }

  fire(now: number): void {
    if (!this.#started || this.#nextDueMs === undefined || this.#nextDueMs > now) return
    const due = this.#journal
      .prepare("UPDATE executions SET due_ms = NULL WHERE due_ms <= ? AND status = 'RUNNING' RETURNING *")
      .all(now) as unknown as Row[]
    this.#nextDueMs = this.#earliest()
    for (const row of due) void this.#run(row)
  }

  async #run(row: Row): Promise<void> {
    const segments = this.#segments.get(row.machine)
    if (!segments) return
    const done = this.#work.begin()
    try {
      const { result, transitions } = await segments.run(row.next || undefined, JSON.parse(row.data), () =>
        this.#clock.now(),
      )
      if (!this.#started) return
      if (result.kind === 'waiting' && result.next) {
        this.#journal
          .prepare(
            "UPDATE executions SET next = ?, data = ?, due_ms = ?, transitions = transitions + ? WHERE arn = ? AND status = 'RUNNING'",
          )
          .run(result.next, JSON.stringify(result.data), result.dueMs, transitions, row.arn)
        if (this.#nextDueMs === undefined || result.dueMs < this.#nextDueMs) this.#nextDueMs = result.dueMs
        this.#timeline.changed()
      } else {
        const output = result.kind === 'ended' ? result.output : result.data
        this.#journal
          .prepare(
            "UPDATE executions SET status = 'SUCCEEDED', output = ?, stopped_ms = ?, transitions = transitions + ? WHERE arn = ? AND status = 'RUNNING'",
          )
          .run(JSON.stringify(output), this.#clock.now(), transitions, row.arn)
      }
    } catch (error) {
      if (!this.#started) return
      const { name, message } = error as Error
      this.#journal
        .prepare(
          "UPDATE executions SET status = 'FAILED', error = ?, cause = ?, stopped_ms = ? WHERE arn = ? AND status = 'RUNNING'",
        )
        .run(name, message, this.#clock.now(), row.arn)
    } finally {
      done()
    }
  }

  #startExecution(input: Record<string, unknown>) {
    const machine = String(input.stateMachineArn)
    const name = String(input.name ?? crypto.randomUUID())
    const data = String(input.input ?? '{}')
    if (!this.#segments.has(machine))
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machine}'`)
    if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/.test(name))
      throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
    if (Buffer.byteLength(data) > 262_144)
      throw new AwsError('InvalidExecutionInput', 'the input is larger than 256 KiB')
    parseInput(data)
    const arn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`
    const known = this.#find(arn)
    if (known) {
      // Same name, same input, still running: the same execution, as on AWS. Names are kept for 90 days there.
      if (known.status === 'RUNNING' && known.input === data)
        return { executionArn: arn, startDate: known.started_ms / 1_000 }
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    }
    const started = this.#clock.now()
    this.#journal
      .prepare(
        "INSERT INTO executions (arn, machine, name, status, input, next, data, started_ms) VALUES (?, ?, ?, 'RUNNING', ?, '', ?, ?)",
      )
      .run(arn, machine, name, data, data, started)
    const row = this.#find(arn)
    if (row) void this.#run(row)
    return { executionArn: arn, startDate: started / 1_000 }
  }

  #describe(arn: string) {
    const row = this.#find(arn)
    if (!row) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    return {
      executionArn: arn,
      stateMachineArn: row.machine,
      name: row.name,
      status: row.status,
      input: row.input,
      startDate: row.started_ms / 1_000,
      ...(row.stopped_ms !== null && { stopDate: row.stopped_ms / 1_000 }),
      ...(row.output !== null && { output: row.output }),
      ...(row.error !== null && { error: row.error, cause: row.cause }),
    }
  }

  #stop(input: Record<string, unknown>) {
    const arn = String(input.executionArn)
    if (!this.#find(arn)) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    const stopped = this.#clock.now()
    this.#journal
      .prepare(
        "UPDATE executions SET status = 'ABORTED', due_ms = NULL, error = ?, cause = ?, stopped_ms = ? WHERE arn = ? AND status = 'RUNNING'",
      )
      .run(
        input.error === undefined ? null : String(input.error),
        input.cause === undefined ? null : String(input.cause),
        stopped,
        arn,
      )
    this.#nextDueMs = this.#earliest()
    return { stopDate: stopped / 1_000 }
  }

  #find(arn: string): Row | undefined {
    return this.#journal.prepare('SELECT * FROM executions WHERE arn = ?').get(arn) as unknown as Row | undefined
  }

  #earliest(): number | undefined {
    const due = this.#journal.prepare('SELECT min(due_ms) AS due FROM executions WHERE due_ms IS NOT NULL').get()?.due
    return due === null || due === undefined ? undefined : Number(due)
  }
}

function parseInput(data: string): void {
  try {
    JSON.parse(data)
  } catch {
    throw new AwsError('InvalidExecutionInput', 'the input is not JSON')
  }
}
