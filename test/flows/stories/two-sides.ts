import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, mailNumber } from '../people.ts'
import { storyContent } from '../story-content.ts'
import { asStaff, ifMatch, pass, type Story, type Target } from '../target.ts'

const path = '/content/scoring-models/b2b'

/** The model of all stories with a lower bar, and bounds in which sales may set it. */
const lower = String(storyContent['scoring-models/b2b.yaml']).replace(
  /^qualify: .*$/m,
  'qualify: { score: 55, fit-at-least: 20, interest-at-least: 15, drop-below: 40, bounds: { at-least: 50, at-most: 80 } }',
)

/** Marketing lowers the bar; sales has to agree, sees beforehand who would come, and gets them as it has room. */
export const twoSides: Story = {
  name: 'a model goes live when both sides agreed, and nobody floods sales by it',
  async play(target) {
    const email = 'both@sides.example'
    await entersBy(target, 'story-paper', { email, jobTitle: 'Director of Stores' })
    const welcome = await mailNumber(target, email, 2)
    await pass(target, '1m')
    await target.report(welcome, { type: 'click', link: 'https://www.example.com/white-paper' })
    await leadWhen(target, email, 'an MQL under the bar', ({ stage }) => stage === 'mql')

    const before = await asStaff(target, 'marketing', 'GET', path)
    const drafted = await asStaff(
      target,
      'marketing',
      'PUT',
      path,
      { files: { 'scoring-models/b2b.yaml': lower } },
      ifMatch(before),
    )
    expect(drafted).toMatchObject({ status: 200, body: { problems: [] } })
    const plan = await asStaff(target, 'sales', 'POST', `${path}/plan`)
    expect(plan).toMatchObject({ status: 200, body: { of: 'draft', state: 'done' } })
    expect(JSON.stringify(plan.body.story)).toMatch(/mql: .* sales-ready/)

    const publish = () => asStaff(target, 'marketing', 'POST', `${path}/publish`, {}, ifMatch(drafted))
    const approve = (side: 'marketing' | 'sales') =>
      asStaff(target, side, 'POST', `${path}/approve`, {}, ifMatch(drafted))
    expect((await approve('marketing')).body).toMatchObject({
      missing: ['sales'],
      approvals: { marketing: { by: 'lena' } },
    })
    expect(await publish()).toMatchObject({ status: 409, body: { waiting: [{ id: 'b2b', missing: ['sales'] }] } })
    expect((await approve('sales')).body).toMatchObject({ missing: [] })
    const live = await publish()
    expect(live.status).toBe(200)

    const { leadId } = await leadWhen(target, email, 'the new version’s score', scoredBy(Number(live.body.version)))
    const { score, handoff } = (await leadOf(target, email)) as { score?: object; handoff?: object }
    expect([score, handoff]).toEqual([
      expect.objectContaining({ total: 60, waitsSince: expect.any(String) }),
      undefined,
    ])

    // Twice on each working day those who wait are forwarded, as sales has room.
    await pass(target, '4d')
    const history = async () => (await asStaff(target, 'sales', 'GET', `/leads/${leadId}/score-history`)).body
    await target.until('its turn', async () => JSON.stringify(await history()).includes('became sales-ready with'))
    const { items } = (await history()) as {
      items: {
        kind: string
        says: string
        before?: number
        total?: number
        moved?: { from: number; to: number }[]
        cause?: string
      }[]
    }
    expect(items.map(({ says }) => says).join('\n')).toMatch(/became an MQL with 60 points, by “mql” of b2b version \d/)
    for (const { kind, before: was = 0, total = 0, moved = [], cause } of items) {
      if (kind !== 'score' || cause === 'model') continue
      expect(moved.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(total - was)
    }
    await readsTheAgreement(target, Number(live.body.version))
    await setsTheBar(target)
  },
}

async function readsTheAgreement(target: Target, version: number): Promise<void> {
  const { status, body } = await asStaff(target, 'sales', 'GET', '/insight/agreement?locale=ru')
  expect([status, body.title]).toEqual([200, 'Что маркетинг и продажи обещают друг другу'])
  const lines = JSON.stringify((body.sections as { lines: unknown }[]).at(-1)?.lines)
  expect(lines).toMatch(new RegExp(`Модель оценки: b2b, версия ${version}","Маркетинг: lena, [^;]+; Продажи: \\w+, `))
  expect(await asStaff(target, 'sales', 'GET', '/insight/agreement?version=99')).toMatchObject({ status: 404 })
}

async function setsTheBar(target: Target): Promise<void> {
  const put = (body: object) => asStaff(target, 'sales', 'PUT', `${path}/threshold`, body)
  expect(await put({ score: 45, reason: 'more of them' })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/score' }] },
  })
  expect(await asStaff(target, 'marketing', 'PUT', `${path}/threshold`, { score: 60, reason: 'x' })).toMatchObject({
    status: 403,
  })
  expect(await put({ score: 60, reason: 'the team is full' })).toMatchObject({
    status: 200,
    body: { set: { score: 60 } },
  })
  expect(await put({ score: 30, reason: 'all of them', propose: true })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/score', detail: expect.stringContaining('an MQL needs') }] },
  })
  expect(await put({ score: 45, reason: 'we would take more', propose: true })).toMatchObject({
    status: 200,
    body: { proposed: { score: 45 } },
  })
  const dial = await asStaff(target, 'marketing', 'GET', `${path}/dial`)
  expect(dial.body).toMatchObject({
    now: { score: 60, by: 'sales' },
    bounds: { 'at-least': 50, 'at-most': 80 },
    changes: [
      { score: 45, reason: 'we would take more', proposed: true },
      { score: 60, reason: 'the team is full' },
    ],
  })
  const volume = await asStaff(target, 'sales', 'POST', `${path}/volume`)
  expect(volume).toMatchObject({ status: 200, body: { weeks: 13, state: 'done' } })
  const bars = volume.body.bars as { score: number; aWeek: number }[]
  // A higher bar never gives more.
  expect(bars.map(({ aWeek }) => aWeek)).toEqual(bars.map(({ aWeek }) => aWeek).toSorted((a, b) => b - a))
  const past = await asStaff(target, 'marketing', 'POST', `${path}/backtest`)
  expect(past).toMatchObject({ status: 200, body: { state: 'done' } })
}

function scoredBy(version: number) {
  return (lead: object) => (lead as { score?: { modelVersion?: number } }).score?.modelVersion === version
}
