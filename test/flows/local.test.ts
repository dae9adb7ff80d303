import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Ripen } from '../../local/run.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { publishFolder } from './publish.ts'
import { addStaff } from './staff.ts'
import { formToHandoff, noConsentNoMail } from './stories/form-to-handoff.ts'
import { storyContent } from './story-content.ts'

let ripen: Ripen

beforeAll(async () => {
  ripen = await aRun()
  const target = localTarget(ripen.url)
  await addStaff(target)
  await publishFolder(target, storyContent)
}, 120_000)
afterAll(() => ripen?.stop())

describe('on the embedded run', () => {
  it.each([formToHandoff, noConsentNoMail])('$name', ({ play }) => play(localTarget(ripen.url)), 60_000)
})
