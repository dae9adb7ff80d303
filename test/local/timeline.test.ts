import { describe, expect, it } from 'vitest'
import type { DueSource } from '../../local/timeline.ts'
import { anEngineRoom, monday } from './an-engine-room.ts'

const hour = 3_600_000

/** A source with due times of its own; each firing may make more. */
function aSource(dues: number[], fired: (at: number) => void): DueSource {
  return {
    nextDue: () => (dues.length > 0 ? Math.min(...dues) : undefined),
    fire: (now) => {
      for (const due of dues.filter((one) => one <= now)) {
        dues.splice(dues.indexOf(due), 1)
        fired(due)
      }
    },
  }
}

describe('advancing the clock', () => {
  it('fires all that falls due on the way in its order, each at its own time', async () => {
    const { clock, timeline } = anEngineRoom()
    const seen: number[] = []
    timeline.add(aSource([monday + 3 * hour, monday + hour], () => seen.push(clock.now())))
    timeline.add(aSource([monday + 2 * hour, monday + 9 * hour], () => seen.push(clock.now())))
    await timeline.advance(4 * hour)
    expect(seen).toEqual([1, 2, 3].map((n) => monday + n * hour))
    expect(clock.now()).toBe(monday + 4 * hour)
  })

  it('takes what a firing makes due on the way along, too', async () => {
    const { timeline } = anEngineRoom()
    const seen: number[] = []
    const dues = [monday + hour]
    timeline.add(
      aSource(dues, (at) => {
        seen.push(at)
        if (seen.length < 5) dues.push(at + hour)
      }),
    )
    await timeline.advance(3 * hour)
    expect(seen).toHaveLength(3)
  })

  it('drains the work of one moment before it goes on to the next', async () => {
    const { clock, work, timeline } = anEngineRoom()
    const ended: number[] = []
    timeline.add(
      aSource([monday + hour, monday + 2 * hour], () => {
        const done = work.begin()
        let turns = 20
        const turn = () => {
          turns -= 1
          if (turns > 0) return setImmediate(turn)
          ended.push(clock.now())
          done()
        }
        turn()
      }),
    )
    await timeline.advance(10 * hour)
    expect(ended).toEqual([monday + hour, monday + 2 * hour])
  })

  it('takes calls one after the other, and settles at the present time with a span of nothing', async () => {
    const { clock, timeline } = anEngineRoom()
    const seen: number[] = []
    timeline.add(aSource([monday, monday + hour], (at) => seen.push(at)))
    await Promise.all([timeline.advance(0), timeline.advance(hour / 2), timeline.advance(hour / 2)])
    expect(seen).toEqual([monday, monday + hour])
    expect(clock.now()).toBe(monday + hour)
  })

  it('ends at once when the run stops', async () => {
    const { timeline } = anEngineRoom()
    const dues = [monday + hour]
    timeline.add(
      aSource(dues, (at) => {
        dues.push(at + hour)
        timeline.stop()
      }),
    )
    await timeline.advance(1_000 * hour)
    expect(dues).toHaveLength(1)
  })
})

describe('time that flows', () => {
  it('fires what falls due without being told', async () => {
    const { clock, timeline } = anEngineRoom()
    clock.set(monday, 3_600_000)
    const fired = new Promise<number>((resolve) => timeline.add(aSource([monday + hour], resolve)))
    expect(await fired).toBe(monday + hour)
  })
})
