import type { DatabaseSync } from 'node:sqlite'
import type { VirtualClock } from '../clock.ts'
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
}

const hourMs = 3_600_000

/**
 * EventBridge Scheduler for one machine, on virtual time. A schedule never overlaps itself, and times that were missed are made up for once.
 *
 * While the clock is advanced over an idle gap, a rate of less than an hour fires at most hourly and at the gap's end: nothing else happens in
 * the gap, so more calls would see the same state (30 days would otherwise be 43,200 calls of each sweep).
 */
export class Scheduler implements DueSource {
  readonly #journal: DatabaseSync
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #timeline: Timeline
  readonly #invoke: (functionArn: string, input: unknown) => Promise<unknown>
  readonly #schedules: Schedule[] = []
  #started = false

  constructor(options: {
    journal: DatabaseSync
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
    const known = this.#journal.prepare('SELECT last_ms FROM schedules WHERE name = ?').get(schedule.name)
    const lastMs = known ? Number(known.last_ms) : this.#clock.now()
    if (!known) this.#keep(schedule.name, lastMs)
    this.#schedules.push({
      ...schedule,
      times: readSchedule(schedule.expression, schedule.zone),
      lastMs,
      running: false,
    })
  }

  start(): void {
    this.#started = true
    this.#timeline.add(this)
  }

  close(): void {
    this.#started = false
  }

  nextDue(jump?: { until: number }): number | undefined {
    const dues = this.#schedules.flatMap((schedule) => (schedule.running ? [] : (this.#dueOf(schedule, jump) ?? [])))
    return dues.length > 0 ? Math.min(...dues) : undefined
  }

  fire(now: number): void {
    if (!this.#started) return
    for (const schedule of this.#schedules) {
      const due = schedule.times.after(schedule.lastMs)
      if (schedule.running || due === undefined || due > now) continue
      schedule.lastMs = now
      this.#keep(schedule.name, now)
      void this.#run(schedule)
    }
  }

  #dueOf(schedule: Schedule, jump?: { until: number }): number | undefined {
    const due = schedule.times.after(schedule.lastMs)
    if (due === undefined || !jump || !schedule.times.everyMs || schedule.times.everyMs >= hourMs) return due
    return Math.max(due, Math.min(schedule.lastMs + hourMs, jump.until))
  }

  async #run(schedule: Schedule): Promise<void> {
    const done = this.#work.begin()
    schedule.running = true
    try {
      await this.#invoke(schedule.functionArn, schedule.input)
    } catch {
      // The function's log says why; the next time comes.
    } finally {
      schedule.running = false
      done()
      this.#timeline.changed()
    }
  }

  #keep(name: string, lastMs: number): void {
    this.#journal
      .prepare(
        'INSERT INTO schedules (name, last_ms) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last_ms = excluded.last_ms',
      )
      .run(name, lastMs)
  }
}
