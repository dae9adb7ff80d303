import { VirtualClock } from './clock.ts'
import type { Journal } from './journal.ts'

/** How often a clock that runs faster than real time is written down, in real ms. */
const beatMs = 500

interface Kept {
  readonly realMs: number
  readonly virtualMs: number
}

/**
 * The virtual clock of a data folder: it goes on from where it stood, and never backwards. While nothing runs, time passes as it does outside.
 * A clock faster than real time writes down where it may have got to by the next beat, so that a crash costs at most a beat forwards.
 */
export function keptClock(
  journal: Journal,
  options: { speed: number; startAt?: number },
): { clock: VirtualClock; stop: () => void } {
  const keep = ({ realMs, virtualMs }: Kept) => journal.keepSetting('clock', JSON.stringify({ realMs, virtualMs }))
  const clock = new VirtualClock({
    speed: options.speed,
    startAt: resumeAt(journal) ?? options.startAt ?? Date.now(),
    keep: ({ realMs, virtualMs, speed }) => keep({ realMs, virtualMs: virtualMs + lease(speed) }),
  })
  const beat = () => {
    if (clock.speed > 1) keep({ realMs: Date.now(), virtualMs: clock.now() + lease(clock.speed) })
  }
  const timer = setInterval(beat, beatMs).unref()
  return {
    clock,
    stop: () => {
      clearInterval(timer)
      keep({ realMs: Date.now(), virtualMs: clock.now() })
    },
  }
}

function lease(speed: number): number {
  return speed > 1 ? 2 * beatMs * speed : 0
}

function resumeAt(journal: Journal): number | undefined {
  const text = journal.setting('clock')
  if (!text) return undefined
  const { realMs, virtualMs } = JSON.parse(text) as Kept
  return virtualMs + Math.max(0, Date.now() - realMs)
}
