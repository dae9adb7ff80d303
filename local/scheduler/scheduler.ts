import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { DueSource, Timeline } from '../timeline.ts'
import type { Work } from '../work.ts'
import { readSchedule, type Times } from './schedule-expression.ts'

export interface ScheduleSettings {
  readonly name: string
  readonly expression: string
  readonly zone?: string
  readonly functionArn: string
  readonly input: unknown
}

interface Schedule extends ScheduleSettings {
  readonly times: Times
  lastMs: number
  running: boolean
  /** Pieces of work that others had taken on when it fired last, and how often it fired since without seeing another. */
  seen: number
  quiet: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** After that many runs that had nothing to do, while nothing else happened either, nothing is to be expected from an early one. */
const quietRuns = 2
/** The real pause between two runs of a rate while time flows faster than outside. */
const leastPauseMs = 250
/** Scheduler calls a function asynchronously, and Lambda tries such a call three times. */
const tries = 3
const retryPauseMs = 200

/**
 * EventBridge Scheduler for one machine, on virtual time. A schedule never overlaps itself, times that were missed are made up for once, and a run
 * that a crash cut off is made again.
 *
 * While the clock is advanced, a rate of less than an hour fires at most hourly; any schedule whose last two runs answered that there was nothing to
 * do, with nothing else happening since, fires once a day; and rates always fire at the end. Each call would see the same state (30 days would
 * otherwise be 43,200 calls of a sweep each minute).
 */
export class Scheduler implements DueSource {
  readonly #journal: Journal
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #timeline: Timeline
  readonly #invoke: (functionArn: string, input: unknown) => Promise<unknown>
  readonly #schedules: Schedule[] = []
  #started = false
  #ownRuns = 0

  constructor(options: {
    journal: Journal
    clock: VirtualClock
    work: Work
    timeline: Timeline
    invoke: (functionArn: string, input: unknown) => Promise<unknown>
  }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#work = options.work
    this.#timeline = options.timeline
    this.#invoke = options.invoke
    this.#journal.exec('CREATE TABLE IF NOT EXISTS schedules (name TEXT PRIMARY KEY, last_ms INTEGER NOT NULL)')
  }

  /** Adds a schedule; throws {@link InvalidSchedule}. */
  add(schedule: ScheduleSettings): void {
    const times = readSchedule(schedule.expression, schedule.zone)
    const known = this.#journal.prepare('SELECT last_ms FROM schedules WHERE name = ?').get(schedule.name)
    const lastMs = known ? Number(known.last_ms) : this.#clock.now()
    if (!known) this.#keep(schedule.name, lastMs)
    this.#schedules.push({ ...schedule, times, lastMs, running: false, seen: 0, quiet: 0 })
  }

  start(): void {
    this.#started = true
    this.#timeline.add(this)
  }

  close(): void {
    this.#started = false
  }

  nextDue(until?: number): number | undefined {
    const dues = this.#schedules.flatMap((schedule) => this.#dueOf(schedule, until) ?? [])
    return dues.length > 0 ? Math.min(...dues) : undefined
  }

  fire(now: number, until?: number): void {
    if (!this.#started) return
    for (const schedule of this.#schedules) {
      const due = this.#dueOf(schedule, until)
      if (due === undefined || due > now) continue
      if (schedule.seen !== this.#others) schedule.quiet = 0
      schedule.seen = this.#others
      schedule.lastMs = now
      void this.#run(schedule)
    }
  }

  /** Pieces of work that were not a schedule's. */
  get #others(): number {
    return this.#work.taken - this.#ownRuns
  }

  #dueOf(schedule: Schedule, until?: number): number | undefined {
    const { times, lastMs, running } = schedule
    if (running) return undefined
    if (until === undefined) return this.#dueInFlow(schedule)
    const quiet = schedule.quiet >= quietRuns && schedule.seen === this.#others
    if (times.everyMs === undefined) return times.after(quiet ? lastMs + dayMs / 2 : lastMs)
    const atLeast = quiet ? dayMs : hourMs
    return Math.max(lastMs + times.everyMs, Math.min(lastMs + atLeast, until))
  }

  /** While time flows faster than outside, a rate leaves the machine a moment between two runs. */
  #dueInFlow({ times, lastMs }: Schedule): number | undefined {
    const due = times.after(lastMs)
    const { speed } = this.#clock
    if (due === undefined || times.everyMs === undefined || speed <= 1) return due
    return Math.max(due, lastMs + leastPauseMs * speed)
  }

  async #run(schedule: Schedule): Promise<void> {
    const done = this.#work.begin()
    this.#ownRuns += 1
    schedule.running = true
    try {
      schedule.quiet = didNothing(await this.#call(schedule)) ? schedule.quiet + 1 : 0
      // Only now: a run that a crash cuts off is due again.
      if (this.#started) this.#keep(schedule.name, schedule.lastMs)
    } finally {
      schedule.running = false
      done()
      this.#timeline.changed()
    }
  }

  async #call({ functionArn, input }: Schedule): Promise<unknown> {
    for (let attempt = 1; attempt <= tries && this.#started; attempt += 1) {
      try {
        return await this.#invoke(functionArn, input)
      } catch {
        // The function's log says why.
        await new Promise((resolve) => setTimeout(resolve, retryPauseMs * attempt))
      }
    }
    return { failed: 1 }
  }

  #keep(name: string, lastMs: number): void {
    this.#journal
      .prepare(
        'INSERT INTO schedules (name, last_ms) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last_ms = excluded.last_ms',
      )
      .run(name, lastMs)
  }
}

/** Functions answer a schedule with what they did, in numbers. */
function didNothing(answer: unknown): boolean {
  if (answer === null || answer === undefined) return true
  return typeof answer === 'object' && Object.values(answer).every((done) => !done)
}
