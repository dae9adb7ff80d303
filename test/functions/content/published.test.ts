import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { formsKind } from '../../../core/content/schemas.ts'
import { currentKey, versionKey } from '../../../functions/aws/keys.ts'
import { dynamodb, putItem } from '../../../functions/aws/table.ts'
import { current, forgetCurrent } from '../../../functions/content/published.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { stackOf } from '../../fixtures/stack-of.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let table: TestTable
let reads = 0
beforeAll(async () => {
  table = await aTable()
  stackOf(dynamodb).add(
    (next) => (args) => {
      reads += 1
      return next(args)
    },
    { step: 'initialize', name: 'count' },
  )
  await putItem(versionKey('forms', 'white-paper', 1), { value: aForm() })
  await putItem(currentKey('forms', 'white-paper'), { version: 1 })
})
afterAll(async () => {
  stackOf(dynamodb).remove('count')
  await table.stop()
})
beforeEach(() => {
  forgetCurrent()
  clock.ms += 86_400_000
  reads = 0
})

/** Asks for content of these names, one after the other; answers how many reads it took. */
async function readsFor(...ids: readonly string[]): Promise<number> {
  const before = reads
  for (const id of ids) await current(formsKind, id)
  return reads - before
}
const unknown = (count: number) => Array.from({ length: count }, (_, index) => `unknown-${index}`)

describe('which version is live', () => {
  it('is read once in a minute', async () => {
    expect(await current(formsKind, 'white-paper')).toMatchObject({ version: 1 })
    expect(await readsFor('white-paper', 'white-paper')).toBe(0)
    clock.ms += 60_000
    expect(await readsFor('white-paper', 'white-paper')).toBe(1)
  })

  it('is kept of a name too that nothing goes by, so that it costs one read in a minute', async () => {
    expect(await readsFor('nothing', 'nothing', 'nothing')).toBe(1)
    clock.ms += 60_000
    expect(await readsFor('nothing', 'nothing')).toBe(1)
  })

  it('is kept of no more than a hundred names that nothing goes by, which push out none that something does', async () => {
    await readsFor('white-paper', ...unknown(300))
    expect(await readsFor(...unknown(300).slice(200), 'white-paper')).toBe(0)
    expect(await readsFor('unknown-199')).toBe(1)
  })

  it('is kept of a name that something goes by since, whatever is asked for', async () => {
    await readsFor('later')
    await putItem(versionKey('forms', 'later', 1), { value: aForm({ id: 'later' }) })
    await putItem(currentKey('forms', 'later'), { version: 1 })
    clock.ms += 60_000
    expect(await current(formsKind, 'later')).toMatchObject({ version: 1 })
    await readsFor(...unknown(300))
    expect(await readsFor('later')).toBe(0)
  })
})
