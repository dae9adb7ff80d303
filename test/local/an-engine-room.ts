import { onTestFinished } from 'vitest'
import { VirtualClock } from '../../local/clock.ts'
import { type Journal, openJournal } from '../../local/journal.ts'
import { Timeline } from '../../local/timeline.ts'
import { Work } from '../../local/work.ts'
import { aDataFolder } from '../fixtures/a-data-folder.ts'

/** A Monday morning. */
export const monday = Date.parse('2026-11-23T08:00:00Z')

/** What engines stand on, over a data folder; another over the same folder is the next start after a crash of the first. */
export interface EngineRoom {
  readonly folder: string
  readonly journal: Journal
  readonly clock: VirtualClock
  readonly work: Work
  readonly timeline: Timeline
  /** Ends as `kill -9` does: nothing is told, the journal stays as it is. */
  readonly kill: () => void
}

/** An engine room whose virtual clock stands at a Monday morning but for `advance`. */
export function anEngineRoom(given: { folder?: string; startAt?: number } = {}): EngineRoom {
  const folder = given.folder ?? aDataFolder()
  const journal = openJournal(folder)
  const clock = new VirtualClock({ startAt: given.startAt ?? monday, speed: 0 })
  const work = new Work()
  const timeline = new Timeline(clock, work)
  let open = true
  const kill = () => {
    timeline.stop()
    if (open) journal.close()
    open = false
  }
  onTestFinished(kill)
  return { folder, journal, clock, work, timeline, kill }
}
