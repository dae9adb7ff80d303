import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../../cli/read-folder.ts'
import { countProblems, showProblems } from '../../cli/show-problems.ts'
import { checkFolder } from '../../core/content/check-folder.ts'
import { anchorsOf } from './anchors.ts'
import { runRipen } from './run-ripen.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/marketers.md'), 'utf8')

/** Each fence of the page: what stands behind its opening ticks, and its text. */
const fences = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }))
/** Those that name the file that they are. */
const files = fences.flatMap(({ info, text }) => {
  const [, path] = /^\S+ (\S+)$/.exec(info) ?? []
  return path === undefined ? [] : [{ path, text }]
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-page-'))
  cpSync(join(root, 'templates'), join(folder, 'templates'), { recursive: true })
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The answer of the page to this command: the text in the next fence. */
function shownFor(command: string): string {
  const at = fences.findIndex(({ text }) => text === `${command}\n`)
  const shown = at < 0 ? undefined : fences[at + 1]
  if (!shown) throw new Error(`the page does not show: ${command}`)
  return shown.text
}

/** What the command of the page says, run beside its files with nothing listening. */
function said(command: string): string {
  const { status, stdout, stderr } = runRipen(folder, command.split(' ').slice(2))
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

describe('the example of docs/marketers.md', () => {
  it('is a form, its mails, a sequence and personas', () => {
    const kinds = files.map(({ path }) => path.replace(/\/[^/]*$/, ''))
    expect(new Set(kinds)).toEqual(
      new Set([
        'templates/forms',
        'templates/emails/confirm-subscription',
        'templates/emails/checklist-welcome',
        'templates/emails/checklist-reminder',
        'templates/emails/checklist-call',
        'templates/sequences',
        'personas',
      ]),
    )
  })

  it('has nothing that the check finds, beside the samples', async () => {
    expect((await checkFolder(readFolder(join(folder, 'templates')))).problems).toEqual([])
  })

  it('gets the mails from its simulation that the page shows', () => {
    const command = 'npx ripen simulate checklist --persona personas --start 2026-11-30'
    expect(said(command).trimEnd().split('\n\nWith --html')[0]).toBe(shownFor(command).trimEnd())
  })

  it('looks in lists of mails as the page shows', () => {
    const command =
      'npx ripen preview checklist-welcome --locale de --persona personas/reads-at-once.yaml --html mail.html'
    const lines = said(command).split('\n')
    for (const line of shownFor(command).trimEnd().split('\n')) if (line !== '…') expect(lines).toContain(line)
  })
})

describe('what docs/marketers.md says of mistakes', () => {
  it('is what the check says of them', async () => {
    const spoilt = readFolder(join(folder, 'templates'))
    const change = (file: string, from: string, to: string) => {
      expect(spoilt[file]).toContain(from)
      spoilt[file] = spoilt[file]?.replace(from, to) ?? ''
    }
    change('sequences/checklist.yaml', 'otherwise: reminder', 'otherwise: remindr')
    change('emails/checklist-call/en.md', 'firstName: there', 'name: there')
    delete spoilt['emails/checklist-reminder/de.md']
    const { problems } = await checkFolder(spoilt)
    const shown = shownFor('npx ripen check')
    const next = fences[fences.findIndex(({ text }) => text === shown) + 1]?.text ?? ''
    const count = countProblems(problems, Object.keys(spoilt).length)
    expect(`${showProblems(problems)}\n\n${count}\n`).toBe(next)
    expect(countProblems([], Object.keys(readFolder(join(folder, 'templates'))).length)).toBe(shown.trimEnd())
  })
})

describe('each command that docs/marketers.md names', () => {
  const named = [...page.matchAll(/npx ripen ([^`\n|]+)/g)].map(([, words = '']) => words.replace(/ +#.*$/, '').trim())

  it('is there, with the options that the page gives it', async () => {
    expect(named.length).toBeGreaterThan(25)
    for (const words of named) {
      const [first = '', second = ''] = words.split(' ')
      const whole = await commandOf(first)
      const command = whole?.commands.find((one) => one.name() === second) ?? whole
      const known = command?.options.map(({ long }) => long) ?? []
      const used = [...words.replace(/"[^"]*"/g, '').matchAll(/(?<![\w-])--[a-z-]+/g)].map(([option]) => option)
      expect([words, command !== undefined, used.filter((one) => !known.includes(one))]).toEqual([words, true, []])
    }
  })

  async function commandOf(name: string): Promise<Command | undefined> {
    for (const file of globSync('*.ts', { cwd: join(root, 'cli/commands') })) {
      const exported: Record<string, unknown> = await import(join(root, 'cli/commands', file))
      for (const [called, make] of Object.entries(exported)) {
        if (!called.endsWith('Command') || typeof make !== 'function') continue
        const command = make() as Command
        if (command.name() === name) return command
      }
    }
    return undefined
  }
})

describe('what docs/marketers.md shows beside its example', () => {
  const untitled = (start: string) => {
    const found = fences.find(({ text }) => text.startsWith(start))
    if (!found) throw new Error(`the page has no fence that begins with ${start}`)
    return found.text
  }

  it('is a layout that mails can have', async () => {
    const welcome = readFileSync(join(folder, 'templates/emails/checklist-welcome/en.md'), 'utf8')
    const { problems } = await checkFolder({
      ...readFolder(join(folder, 'templates')),
      'layouts/plain.mjml': untitled('<!-- templates/layouts/plain.mjml -->'),
      'emails/checklist-welcome/en.md': welcome.replace('---\n', '---\nlayout: plain\n'),
    })
    expect(problems).toEqual([])
  })

  it('is an experiment that a sequence can hold', async () => {
    const read = readFolder(join(folder, 'templates'))
    const { problems } = await checkFolder({
      ...read,
      'emails/checklist-call-question/en.md': read['emails/checklist-call/en.md'] ?? '',
      'emails/checklist-call-question/de.md': read['emails/checklist-call/de.md'] ?? '',
      'sequences/test.yaml': `id: test\ntopic: product-education\n${untitled('goal: { event: meeting-booked }')}`,
    })
    expect(problems).toEqual([])
  })

  it('leads to headings that are there', () => {
    const { links, headings } = anchorsOf(page)
    for (const anchor of links) expect(headings).toContain(anchor)
  })
})
