import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { slowDown, takeSendSlot } from '../../../functions/consent/pacing.ts'

vi.mock('node:timers/promises', () => ({ setTimeout: vi.fn(async () => undefined) }))

let nowMs = 0
beforeEach(() => {
  process.env.SEND_RATE = '4'
  process.env.SEND_WORKERS = '8'
  nowMs += 1_000_000
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  vi.mocked(sleep).mockClear()
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('a worker that sends', () => {
  it('takes its share of the rate: here one mail in 2 s', async () => {
    expect(await takeSendSlot()).toBeUndefined()
    expect(sleep).not.toHaveBeenCalled()
    nowMs += 500
    expect(await takeSendSlot()).toBeUndefined()
    expect(sleep).toHaveBeenCalledWith(1_500)
  })

  it('does not wait longer than 2 s inside a function, and then takes no slot', async () => {
    await takeSendSlot()
    await takeSendSlot()
    expect(await takeSendSlot()).toBe(4_000)
    expect(await takeSendSlot()).toBe(4_000)
    nowMs += 4_000
    expect(await takeSendSlot()).toBeUndefined()
  })

  it('goes at half its rate after SES asked for less', async () => {
    slowDown()
    expect(await takeSendSlot()).toBeUndefined()
    expect(sleep).toHaveBeenCalledWith(1_000)
    expect(await takeSendSlot()).toBe(5_000)
  })
})
