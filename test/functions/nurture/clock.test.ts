import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { executionName } from '../../../core/nurture/send-id.ts'
import { isClockRunning, startClock, stopClock } from '../../../functions/aws/start-clock.ts'
import { enrolmentClock } from '../../../functions/nurture/enrolment-clock.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())
const clock = () => enrolmentClock({ leadId: aLeadId(), enrolmentId: 'white-paper.1' })
const generations = () => world.machines.executions.map(({ state, status }) => `${state.generation} ${status}`)

describe('a clock', () => {
  it('is an execution named by its enrolment and generation', async () => {
    expect(await startClock(clock(), 1)).toBe(1)
    expect(world.machines.executions).toMatchObject([
      {
        name: executionName(`${aLeadId()}/white-paper.1`, 1),
        status: 'RUNNING',
        state: { leadId: aLeadId(), enrolmentId: 'white-paper.1', generation: 1, waitSeconds: 0, finished: false },
      },
    ])
  })

  it('that runs is not started again', async () => {
    await startClock(clock(), 1)
    expect(await startClock(clock(), 1)).toBe(1)
    expect(generations()).toEqual(['1 RUNNING'])
  })

  it('that runs with the input of an older release counts as started', async () => {
    await startClock(clock(), 1)
    const [execution] = world.machines.executions
    if (execution) Object.assign(execution, { input: '{}' })
    expect(await startClock(clock(), 1)).toBe(1)
  })

  it('whose name is used up goes on with the next generation', async () => {
    await startClock(clock(), 1)
    for (const one of world.machines.executions) one.status = 'SUCCEEDED'
    expect(await startClock(clock(), 1)).toBe(2)
    expect(generations()).toEqual(['1 SUCCEEDED', '2 RUNNING'])
    expect(await startClock(clock(), 1)).toBe(2)
  })

  it('finds a free name after hundreds', async () => {
    for (let times = 0; times < 300; times += 1) {
      await startClock(clock(), 1 + times)
      for (const one of world.machines.running) one.status = 'FAILED'
    }
    expect(await startClock(clock(), 1)).toBeGreaterThan(300)
  })

  it('fails when nothing can be started', async () => {
    world.break([['StartExecutionCommand#0', 'throttled']])
    await expect(startClock(clock(), 1)).rejects.toThrow('ThrottlingException')
  })

  it('runs or does not', async () => {
    expect(await isClockRunning(clock(), 1)).toBe(false)
    await startClock(clock(), 1)
    expect(await isClockRunning(clock(), 1)).toBe(true)
    await stopClock(clock(), 1)
    expect(await isClockRunning(clock(), 1)).toBe(false)
  })

  it('that is not there stops without a word', async () => {
    await expect(stopClock(clock(), 7)).resolves.toBeUndefined()
  })
})
