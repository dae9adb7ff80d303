import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ripen } from '../../local/run.ts'
import { checkHistory } from '../history/check-history.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { publishFolder } from './publish.ts'
import { readHistory } from './read-history.ts'
import { addStaff } from './staff.ts'
import { contentOf, longStories, stories } from './stories.ts'
import { storyContent } from './story-content.ts'

const played = [...stories, ...longStories]
let ripen: Ripen

beforeAll(async () => {
  ripen = await aRun()
  const target = localTarget(ripen.url)
  await addStaff(target)
  await publishFolder(target, { ...storyContent, ...contentOf(played) })
}, 180_000)
afterAll(() => ripen?.stop())

describe('on the embedded run', () => {
  // All come from one network, and Ripen throttles who posts many forms an hour.
  beforeEach(() => ripen.advance('61m'), 60_000)

  it.each(played)('$name', ({ play }) => play(localTarget(ripen.url)), 120_000)

  it('breaks no promise in all that it holds', async () => {
    const { url, tableEndpoint, topology } = ripen
    const history = await readHistory({ url, tableEndpoint, table: topology.tables[0]?.name ?? '' })
    expect(history.mails.length).toBeGreaterThan(played.length)
    expect(checkHistory(history)).toEqual([])
  })

  it('leaves no dead letters', async () => {
    const { deadLetters } = await ripen.state()
    expect(Object.entries(deadLetters).filter(([, depth]) => depth > 0)).toEqual([])
  })
})
