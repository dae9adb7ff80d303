import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishFolder } from '../flows/publish.ts'
import { addStaff } from '../flows/staff.ts'
import { formToHandoff } from '../flows/stories/form-to-handoff.ts'
import { contentOf } from '../flows/stories.ts'
import { storyContent } from '../flows/story-content.ts'
import { asStaff, type Target } from '../flows/target.ts'
import { clickToInbox } from './click-to-inbox.ts'
import { deploy } from './deploy.ts'
import { type Ministack, startMinistack } from './ministack.ts'
import { ministackTarget } from './ministack-target.ts'
import { deadLetters, type Recorder, recordBus } from './recorder.ts'
import { allStories, notPlayed, playedTogether } from './stories-here.ts'

let folder: string
let ministack: Ministack
let target: Target
let recorder: Recorder

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-deploy-'))
  ministack = await startMinistack(join(folder, 'ministack.log'))
  const deployed = await deploy(ministack.endpoint, 'dev', folder)
  console.log(
    `cdk bootstrap ${Math.round(deployed.bootstrapMs / 1000)} s, cdk deploy ${Math.round(deployed.deployMs / 1000)} s`,
  )
  target = ministackTarget(ministack.endpoint, deployed)
  recorder = await recordBus(ministack.endpoint)
})
afterAll(async () => {
  await ministack?.stop()
  if (process.env.KEEP_DEPLOY_LOGS) console.log(`logs are in ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
})

describe('what cdk deploy put on an independent emulator', () => {
  it('lets the first admin sign in and add staff', async () => {
    await addStaff(target)
    const users = await asStaff(target, 'admin', 'GET', '/users')
    expect((users.body.items as { userId: string }[]).map(({ userId }) => userId).sort()).toEqual([
      'admin',
      'anna',
      'lena',
      'mark',
    ])
  })

  it('refuses staff calls without a token, or of another group', async () => {
    expect((await target.call('/leads')).status).toBe(401)
    expect((await asStaff(target, 'sales', 'PUT', '/content/forms/x', { files: {} })).status).toBe(403)
  })

  it('publishes content', () =>
    publishFolder(target, { ...storyContent, ...contentOf([formToHandoff, ...playedTogether]) }))

  it('leaves out only stories that there are', () => {
    expect(allStories.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(notPlayed)))
  })

  it(formToHandoff.name, () => formToHandoff.play(target))

  it.concurrent.each(playedTogether)('$name', ({ play }) => play(target))

  it('brings a click to the inbox of sales', async () => {
    const { leads, medianMs, p95Ms } = await clickToInbox(ministack.endpoint, 10)
    console.log(
      `click on the bus to hand-off in the inbox, over ${leads} leads: median ${medianMs} ms, p95 ${p95Ms} ms`,
    )
    expect(p95Ms).toBeLessThan(60_000)
  })

  it('carried every kind of decision over the deployed bus', async () => {
    const kinds = ['FormSubmitted', 'ActivityObserved', 'LeadChanged', 'LeadScored', 'LeadQualified', 'HandoffChanged']
    const seen = await recorder.seen()
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([])
  })

  it('left no dead letters', async () => {
    expect(await deadLetters(ministack.endpoint)).toEqual({})
  })
})
