import { describe, expect, it } from 'vitest'
import { Scheduler } from '../../../local/scheduler/scheduler.ts'
import { anEngineRoom, type EngineRoom, monday } from '../an-engine-room.ts'

const hour = 3_600_000
const day = 24 * hour

function aScheduler(room: EngineRoom, run: (input: unknown) => unknown) {
  const { journal, clock, work, timeline } = room
  return new Scheduler({ journal, clock, work, timeline, invoke: async (_arn, input) => run(input) })
}

const schedule = (expression: string, more: object = {}) => ({
  name: expression,
  expression,
  functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:sweep',
  input: { from: 'schedule' },
  ...more,
})

/** Hours after Monday morning. */
const hours = (at: number) => (at - monday) / hour

describe('a schedule', () => {
  it('calls its function by the virtual clock, with its input', async () => {
    const room = anEngineRoom()
    const seen: unknown[] = []
    const scheduler = aScheduler(room, (input) => void seen.push([hours(room.clock.now()), input]))
    scheduler.add(schedule('cron(0 10 * * ? *)', { zone: 'Europe/Berlin' }))
    scheduler.start()
    await room.timeline.advance(2 * day)
    expect(seen).toEqual([
      [1, { from: 'schedule' }],
      [25, { from: 'schedule' }],
    ])
  })

  it('never overlaps itself, and makes up for missed times once', async () => {
    const room = anEngineRoom()
    let running = 0
    let runs = 0
    const scheduler = aScheduler(room, async () => {
      running += 1
      runs += 1
      expect(running).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    })
    scheduler.add(schedule('rate(1 minute)'))
    scheduler.start()
    room.clock.set(monday + 10 * hour)
    await room.timeline.advance(0)
    expect(runs).toBe(1)
  })

  it('tries a function that fails three times, as Lambda does with asynchronous calls', async () => {
    const room = anEngineRoom()
    let runs = 0
    const scheduler = aScheduler(room, () => {
      runs += 1
      throw new Error('no')
    })
    scheduler.add(schedule('rate(1 day)'))
    scheduler.start()
    await room.timeline.advance(day)
    expect(runs).toBe(3)
  })

  it('makes a run again that a crash cut off, and none that ended', async () => {
    const room = anEngineRoom()
    const scheduler = aScheduler(room, () => new Promise(() => {}))
    scheduler.add(schedule('rate(1 hour)'))
    scheduler.start()
    void room.timeline.advance(hour)
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    scheduler.close()
    room.kill()

    const next = anEngineRoom({ folder: room.folder, startAt: monday + hour })
    let runs = 0
    const count = () => {
      runs += 1
    }
    const again = aScheduler(next, count)
    again.add(schedule('rate(1 hour)'))
    again.start()
    await next.timeline.advance(0)
    expect(runs).toBe(1)
    again.close()
    next.kill()

    const third = anEngineRoom({ folder: room.folder, startAt: monday + hour })
    const last = aScheduler(third, count)
    last.add(schedule('rate(1 hour)'))
    last.start()
    await third.timeline.advance(0)
    expect(runs).toBe(1)
  })

  it('refuses an expression that EventBridge Scheduler would refuse', () => {
    expect(() => aScheduler(anEngineRoom(), () => {}).add(schedule('rate(1 week)'))).toThrow('rate(1 week)')
  })
})

describe('a sweep while time flows fast', () => {
  it('leaves the machine a moment between two runs', () => {
    const room = anEngineRoom()
    const scheduler = aScheduler(room, () => {})
    scheduler.add(schedule('rate(1 minute)'))
    room.clock.set(monday, 86_400)
    // A quarter of a second, which is six hours on this clock.
    expect(hours(scheduler.nextDue() ?? 0)).toBe(6)
    room.clock.set(monday, 1)
    expect(scheduler.nextDue()).toBe(monday + 60_000)
  })
})

describe('a sweep while the clock is advanced', () => {
  const sweeping = async (run: (room: EngineRoom) => unknown, span: number, expression = 'rate(1 minute)') => {
    const room = anEngineRoom()
    const at: number[] = []
    const scheduler = aScheduler(room, () => {
      at.push(hours(room.clock.now()))
      return run(room)
    })
    scheduler.add(schedule(expression))
    scheduler.start()
    await room.timeline.advance(span)
    return at
  }

  it('runs hourly at most as long as it has something to do, and at the end', async () => {
    expect(await sweeping(() => ({ published: 1 }), 3.5 * hour)).toEqual([1, 2, 3, 3.5])
  })

  it('runs daily once it twice had nothing to do', async () => {
    expect(await sweeping(() => ({ published: 0 }), 3 * day)).toEqual([1, 2, 26, 50, 72])
  })

  it('runs at once when something else happened meanwhile', async () => {
    const room = anEngineRoom()
    const at: number[] = []
    const scheduler = aScheduler(room, () => void at.push(hours(room.clock.now())))
    scheduler.add(schedule('rate(1 minute)'))
    scheduler.start()
    const dues = [monday + 10 * hour]
    room.timeline.add({
      nextDue: () => dues[0],
      fire: (now) => {
        if (dues[0] === undefined || dues[0] > now) return
        dues.shift()
        room.work.begin()()
      },
    })
    await room.timeline.advance(20 * hour)
    expect(at).toEqual([1, 2, 10, 11, 20])
  })

  it('still runs nightly slices once a night', async () => {
    const at = await sweeping(() => ({ checked: 0 }), 3 * day, 'cron(0/20 1-4 * * ? *)')
    expect(at.map((one) => Number(one.toFixed(2)))).toEqual([17, 17.33, 41, 65])
  })
})
