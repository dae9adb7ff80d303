import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { contentParts } from '../../../core/content/content-parts.ts'
import { sequencesKind } from '../../../core/content/schemas.ts'
import { placesOf, referenceFor } from '../../../core/files/stored-bytes.ts'
import { fileBytesKey, userKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { allCurrent, publishedEmail } from '../../../functions/content/published.ts'
import { placesOfUser } from '../../../functions/staff/directory.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { aBus, putLive, told } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})

const folder = join(import.meta.dirname, '../../../templates')
const files = Object.fromEntries(
  globSync('**/*.{md,mjml,liquid,yaml,pdf}', { cwd: folder }).map((path) => {
    const bytes = readFileSync(join(folder, path))
    return [path, referenceFor(path, bytes) ?? bytes.toString('utf8')]
  }),
)

let table: TestTable
beforeEach(async () => {
  table = await aTable()
  // A task of the samples names a team.
  const anna = aUser({ userId: 'anna', team: 'inside-sales' })
  await putItem(userKey('anna'), { ...anna, ...placesOfUser(anna) })
  aBus()
})
afterEach(() => table.stop())

describe('the sample content', () => {
  it('has no problem, and goes live piece by piece in the order that checking it gives', async () => {
    const { problems } = await checkFolder(files)
    const parts = contentParts(files)
    expect(problems).toEqual([])
    for (const [path, text] of Object.entries(files)) {
      const name = placesOf(path, text)?.get.replace(/^.*\//, '')
      if (name) await putItem(fileBytesKey(name), { name })
    }
    for (const { type, id, files: own } of parts) expect(await putLive(type, id, own)).toMatchObject({ version: 1 })
    expect(told()).toHaveLength(parts.length)
    expect((await allCurrent(sequencesKind)).length).toBeGreaterThan(2)
    for (const locale of ['en', 'ru', 'fa']) {
      expect((await publishedEmail('confirm-subscription', locale))?.locale).toBe(locale)
    }
  }, 90_000)
})
