import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFolder } from '../../cli/read-folder.ts'
import { checkFolder } from '../../core/content/check-folder.ts'
import { anchorsOf } from './anchors.ts'
import { runRipen } from './run-ripen.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/sales.md'), 'utf8')

/** The commands of the page, each as its words before the first that somebody chose, and the options that it takes. */
const commands = new Map(
  [...page.matchAll(/^npx ripen ([^#\n]*)/gm)].map(([, line = '']) => {
    const words = line.trim().split(/\s+/)
    const length = words[0] === 'handoff' || words[0] === 'enrolment' || words[1] === 'change' ? 2 : 1
    const options = line.match(/--[a-z-]+/g) ?? []
    return [`${words.slice(0, length).join(' ')} ${options.join(' ')}`, { words: words.slice(0, length), options }]
  }),
)

describe('docs/sales.md', () => {
  it('has commands that there are, with options that they take', () => {
    expect(commands.size).toBeGreaterThan(10)
    for (const { words, options } of commands.values()) {
      const { status, stdout } = runRipen(root, [...words, '--help'])
      expect([words, status]).toEqual([words, 0])
      expect(stdout).toContain(`Usage: ripen ${words.join(' ')} `)
      for (const option of options) expect([words, stdout]).toEqual([words, expect.stringContaining(option)])
    }
  }, 60_000)

  it('has a sequence for the time with sales that can be published beside the samples', async () => {
    const [, path = '', text = ''] = /^# (templates\/sequences\/\S+)\n([\s\S]*?)^```$/m.exec(page) ?? []
    const folder = mkdtempSync(join(tmpdir(), 'ripen-sales-'))
    try {
      cpSync(join(root, 'templates'), join(folder, 'templates'), { recursive: true })
      writeFileSync(join(folder, path), text)
      const { problems } = await checkFolder(await readFolder(join(folder, 'templates')))
      expect(problems).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('links to headings that it has', () => {
    const { links, headings } = anchorsOf(page)
    expect(links.filter((one) => !headings.includes(one))).toEqual([])
  })
})
