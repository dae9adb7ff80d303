import { expect, it, onTestFinished } from 'vitest'
import { aRun } from './a-run.ts'

it('an empty data folder begins with the samples, published as it begins', async () => {
  const startAt = Date.parse('2027-03-01T08:00:00Z')
  const ripen = await aRun({ publishSamples: true, startAt })
  onTestFinished(() => ripen.stop())
  const headers = { authorization: `Bearer ${await ripen.token('marketing')}` }
  const read = async (path: string) => (await fetch(`${ripen.url}${path}`, { headers })).json()
  for (const type of ['emails', 'forms', 'sequences', 'scoring-models', 'sla-policies', 'funnel']) {
    const { items } = (await read(`/content/${type}`)) as { items: { id: string; publishedAt: string }[] }
    expect(items.length, type).toBeGreaterThan(0)
    for (const { publishedAt } of items) expect(publishedAt).toBe('2027-03-01T08:00:00.000Z')
  }
  expect(await read('/content/forms/white-paper/versions/1')).toMatchObject({ at: '2027-03-01T08:00:00.000Z' })
}, 120_000)
