import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkFolder } from '../../../../core/content/check-folder.ts'
import { placeAt } from '../../../../core/content/problem.ts'
import { mailRows } from './mail-rows.ts'
import { messagesIn } from './messages-in-source.ts'
import { type Changes, checksPromised, goodFolder, type Row } from './row.ts'
import { segmentRows } from './segment-rows.ts'
import { sequenceRows } from './sequence-rows.ts'
import { yamlRows } from './yaml-rows.ts'

const rows: readonly Row[] = [...yamlRows, ...sequenceRows, ...segmentRows, ...mailRows]
const core = join(import.meta.dirname, '../../../../core/content')

function folderWith(changes: Changes): Record<string, string> {
  const all = Object.entries({ ...goodFolder, ...changes })
  return Object.fromEntries(all.flatMap(([file, text]) => (text === undefined ? [] : [[file, text]])))
}

/** The file with the mark, and its place there; the only file that is changed where there is none. */
function placeOf(changes: Changes) {
  const [file, text = ''] = Object.entries(changes).find(([, one]) => one?.includes('¦')) ?? []
  return file === undefined ? {} : { file, ...placeAt(text, text.indexOf('¦')) }
}

describe('each check', () => {
  it('finds nothing in the good folder', async () => {
    expect((await checkFolder(goodFolder)).problems).toEqual([])
  })

  it.each(rows.map((row) => [`${row.check}: ${row.message}`, row] as const))('%s', async (_, row) => {
    const bad = folderWith(row.bad)
    for (const [file, text] of Object.entries(bad)) bad[file] = text.replace('¦', '')
    const { problems } = await checkFolder(bad)
    const { message, severity, pointer } = row
    const expected = { ...placeOf(row.bad), message, severity, ...(pointer !== undefined && { pointer }) }
    expect(problems).toEqual([expect.objectContaining(expected)])
    for (const { mend = '', message: said } of problems) expect(mend || said).toMatch(mend ? /./ : instruction)
    expect((await checkFolder(folderWith(row.near))).problems).toEqual([])
  })

  /** Says itself what to do. */
  const instruction =
    /^(this must|this may|write|use|give|name|the number of its entries must|a mail needs|the hours end|an email begins|this is not content|Liquid)/

  it('covers all that was promised', () => {
    expect(checksPromised.filter((one) => !rows.some(({ check }) => check === one))).toEqual([])
  })

  it('covers every message in the source of the checks', () => {
    const said = rows.map(({ message }) => message)
    const files = globSync('*.ts', { cwd: core }).filter((file) => !Object.hasOwn(testedElsewhere, file))
    const missing = files.flatMap((file) =>
      messagesIn(join(core, file))
        .filter(({ text, pattern }) => !said.some((one) => pattern.test(one)) && !neverAlone.includes(text))
        .map(({ text }) => `${file}: ${text}`),
    )
    expect(missing).toEqual([])
  })
})

/** Files whose messages have a table of their own. */
const testedElsewhere: Readonly<Record<string, string>> = {
  'brand-look.ts': 'brand-look.test.ts',
  'images.ts': 'images.test.ts',
  'put-together.ts': 'put-together.test.ts',
  'unused-shared.ts': 'put-together.test.ts',
  'sequence-goals.ts': 'sequence-goals.test.ts',
  'used-segments.ts': 'segments.test.ts',
  'sequence-resends.ts': 'sequence-resends.test.ts',
  'sequence-touches.ts': 'sequence-touches.test.ts',
  'outreach-references.ts': 'sequence-touches.test.ts',
}

/** Messages that have no row, and why. */
const neverAlone: readonly string[] = [
  // After a hundred others.
  'there are … more problems like these',
  // Two bytes of three are then HTML, which is over 102 KB.
  'HTML and text together have … KB, and at most … can be stored',
  // The schema refuses what could bring it about; the rule stays for what reads the clocks of zones.
  'the window never opens',
  // liquidjs finds no such thing in what it reads today.
  'this is no variable',
  // Of layouts: layouts.test.ts.
  'a letter in Markdown goes right into an <mj-column>',
  // Of images in the folder: images.test.ts.
  'there is no image "images/…"',
]
