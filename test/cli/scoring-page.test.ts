import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pastLeads } from '../../examples/make-past-leads.ts'
import { anchorsOf } from './anchors.ts'
import { runRipen } from './run-ripen.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/scoring.md'), 'utf8')
const example = (file: string) => readFileSync(join(root, 'examples', file), 'utf8')

/** Each fence of the page: what stands behind its opening ticks, and its text. */
const fences = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }))
/** Its commands, each with the answer that the page shows below it. */
const commands = fences.flatMap(({ info, text }, index) =>
  info === 'sh' ? [{ command: text.replaceAll('\\\n', ''), shown: fences[index + 1]?.text.trimEnd() ?? '' }] : [],
)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-scoring-'))
  for (const part of ['templates', 'examples']) cpSync(join(root, part), join(folder, part), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a command says beside the example's files, with nothing listening. */
function said(args: readonly string[]): string {
  const { status, stdout, stderr } = runRipen(folder, args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}
const argsOf = (command: string) => command.trim().split(/\s+/).slice(2)

describe('the example of docs/scoring.md', () => {
  it('has the lists that its script makes, with addresses of nobody', () => {
    const { leads, activities } = pastLeads()
    expect(example('past-leads.csv')).toBe(leads)
    expect(example('past-activities.csv')).toBe(activities)
    const hosts = [...leads.matchAll(/@([^,]+),/g)].map(([, host = '']) => host)
    expect(hosts).toHaveLength(430)
    expect(hosts.every((host) => host.endsWith('.example'))).toBe(true)
  })

  it('shows the mapping as it lies there', () => {
    expect(fences.find(({ info }) => info === 'yaml examples/past-leads.yaml')?.text).toBe(example('past-leads.yaml'))
  })

  it('shows rows as they stand in the lists', () => {
    for (const [index, file] of ['past-leads.csv', 'past-activities.csv'].entries()) {
      const shown = fences[index]?.text ?? ''
      expect(example(file).replaceAll('\r', '').slice(0, shown.length)).toBe(shown)
    }
  })

  it.each(commands)('gets the report that the page shows: $command', ({ command, shown }) => {
    expect(shown).not.toBe('')
    expect(said(argsOf(command)).replace(/\n\nWith --html[\s\S]*/, '')).toContain(shown)
  })

  it('has in its text the figures of its report', () => {
    const [{ command } = { command: '' }] = commands
    const { figures } = JSON.parse(said([...argsOf(command), '--json']))
    const [model] = figures.models
    const rounded = (value: number) => Math.round(value * 100)
    const tells = (words: string) => expect([words, page.includes(words)]).toEqual([words, true])
    tells(`the higher score ${rounded(model.auc.value)} times in 100. 50 is tossing a coin`)
    tells(`somewhere from ${rounded(model.auc.low)} to ${rounded(model.auc.high)}`)
    tells(`${100 - rounded(model.ready.recall)} % of all wins were under the bar`)
    tells(`the first three hold ${rounded(model.deciles[2].found)} % of all wins`)
    const lift = (name: string) => model.rules.find((rule: { name: string }) => rule.name === name).lift.toFixed(1)
    tells(`*Budget* lifts most, by ${lift('budget')}`)
    tells(`*Need* lifts by ${lift('need')}`)
  })

  it('says of the offers what the page says of them', () => {
    const mapping = example('past-leads.yaml').replace('fields:\n', 'fields:\n  offer: Offer sent\n')
    writeFileSync(join(folder, 'with-offer.yaml'), mapping)
    const [{ command } = { command: '' }] = commands
    expect(said([...argsOf(command), '--mapping', 'with-offer.yaml'])).toContain('“offer” alone tells wins from losses')
  })

  it('leads to headings that are there', () => {
    const { links, headings } = anchorsOf(page)
    for (const anchor of links) expect(headings).toContain(anchor)
  })
})
