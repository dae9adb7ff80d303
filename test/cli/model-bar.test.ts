import { expect, it, onTestFinished } from 'vitest'
import { modelCommand } from '../../cli/commands/model.ts'
import { scoringRoutes } from '../../core/scoring/routes.ts'
import { anApi, callRipen } from './an-api.ts'

const dial = { version: 1, now: { from: '2026-11-24T00:00:00.000Z', score: 60, by: 'model' }, turns: [], changes: [] }

async function setsUntil(until: string) {
  const api = await anApi(() => ({ body: dial }))
  onTestFinished(() => api.stop())
  const { error } = await callRipen(
    api.url,
    modelCommand(),
    ...['bar', 'b2b', '--set', '50', '--until', until, '--reason', 'time'],
  )
  return { error, calls: api.calls }
}

it.each(['2026-02-31', '2027-02-29', '2027-13-01', '2027-3-1', '31.03.2027'])(
  'a bar until %s is refused before anything is asked',
  async (until) => {
    const { error, calls } = await setsUntil(until)
    expect(error).toBe('--until is a day of the calendar, written like 2027-03-31')
    expect(calls).toEqual([])
    const body = { score: 50, until: `${until}T00:00:00.000Z`, reason: 'time' }
    expect(scoringRoutes.setThreshold.body.safeParse(body).success).toBe(false)
  },
)

it('a bar may stand until a leap day that there is', async () => {
  const { error, calls } = await setsUntil('2028-02-29')
  expect(error).toBeUndefined()
  expect(calls[0]?.body).toEqual({ score: 50, until: '2028-02-29T00:00:00.000Z', reason: 'time' })
})
