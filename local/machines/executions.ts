import type { Journal } from '../journal.ts'

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED'

/** One execution as it lies in the journal; times are virtual, in ms. */
export interface Execution {
  readonly arn: string
  readonly machine: string
  readonly name: string
  readonly status: ExecutionStatus
  readonly input: string
  /** The state to go on from, empty for the start. */
  readonly next: string
  readonly data: string
  readonly due_ms: number | null
  readonly started_ms: number
  readonly stopped_ms: number | null
  readonly output: string | null
  readonly error: string | null
  readonly cause: string | null
}

/** The executions of all machines, in the journal: running a segment, or waiting with a due time, or over. */
export class Executions {
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
    journal.exec(`
      CREATE TABLE IF NOT EXISTS executions (
        arn TEXT PRIMARY KEY, machine TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, next TEXT NOT NULL,
        data TEXT NOT NULL, due_ms INTEGER, started_ms INTEGER NOT NULL, stopped_ms INTEGER, output TEXT, error TEXT, cause TEXT,
        transitions INTEGER NOT NULL DEFAULT 0
      );
      CREATE INDEX IF NOT EXISTS executions_due ON executions (due_ms) WHERE due_ms IS NOT NULL;
      CREATE INDEX IF NOT EXISTS executions_running ON executions (arn) WHERE status = 'RUNNING' AND due_ms IS NULL;
    `)
  }

  insert(execution: { arn: string; machine: string; name: string; input: string; startedMs: number }): void {
    const { arn, machine, name, input, startedMs } = execution
    this.#journal
      .prepare(
        "INSERT INTO executions (arn, machine, name, status, input, next, data, started_ms) VALUES (?, ?, ?, 'RUNNING', ?, '', ?, ?)",
      )
      .run(arn, machine, name, input, input, startedMs)
  }

  find(arn: string): Execution | undefined {
    return this.#journal.prepare('SELECT * FROM executions WHERE arn = ?').get(arn) as unknown as Execution | undefined
  }

  /** Those that ran a segment when the process died. */
  interrupted(): Execution[] {
    return this.#journal
      .prepare("SELECT * FROM executions WHERE status = 'RUNNING' AND due_ms IS NULL")
      .all() as unknown as Execution[]
  }

  /** Takes all that are due out of waiting. */
  takeDue(nowMs: number): Execution[] {
    return this.#journal
      .prepare("UPDATE executions SET due_ms = NULL WHERE due_ms <= ? AND status = 'RUNNING' RETURNING *")
      .all(nowMs) as unknown as Execution[]
  }

  earliestDue(): number | undefined {
    const due = this.#journal.prepare('SELECT min(due_ms) AS due FROM executions WHERE due_ms IS NOT NULL').get()?.due
    return due === null || due === undefined ? undefined : Number(due)
  }

  wait(arn: string, wait: { next: string; data: string; dueMs: number; transitions: number }): void {
    this.#journal
      .prepare(
        "UPDATE executions SET next = ?, data = ?, due_ms = ?, transitions = transitions + ? WHERE arn = ? AND status = 'RUNNING'",
      )
      .run(wait.next, wait.data, wait.dueMs, wait.transitions, arn)
  }

  succeed(arn: string, end: { output: string; stoppedMs: number; transitions: number }): void {
    this.#journal
      .prepare(
        "UPDATE executions SET status = 'SUCCEEDED', output = ?, stopped_ms = ?, transitions = transitions + ? WHERE arn = ? AND status = 'RUNNING'",
      )
      .run(end.output, end.stoppedMs, end.transitions, arn)
  }

  /** Ends it as FAILED or ABORTED, unless it is over already. */
  end(
    arn: string,
    status: 'FAILED' | 'ABORTED',
    end: { error: string | null; cause: string | null; stoppedMs: number },
  ): void {
    this.#journal
      .prepare(
        "UPDATE executions SET status = ?, due_ms = NULL, error = ?, cause = ?, stopped_ms = ? WHERE arn = ? AND status = 'RUNNING'",
      )
      .run(status, end.error, end.cause, end.stoppedMs, arn)
  }

  counts(): Record<ExecutionStatus, number> {
    const counts: Record<ExecutionStatus, number> = { RUNNING: 0, SUCCEEDED: 0, FAILED: 0, ABORTED: 0 }
    const rows = this.#journal.prepare('SELECT status, count(*) AS n FROM executions GROUP BY status').all()
    for (const { status, n } of rows) counts[status as ExecutionStatus] = Number(n)
    return counts
  }

  /** State transitions so far, as AWS bills them: each state entered, and each retry. */
  transitions(): number {
    return Number(this.#journal.prepare('SELECT coalesce(sum(transitions), 0) AS n FROM executions').get()?.n ?? 0)
  }
}
