import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runRipen } from './run-ripen.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/planner.md'), 'utf8')

/** Each fence of the page: what stands behind its opening ticks, and its text. */
const fences = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }))

const plan = fences.find(({ info }) => info === 'yaml templates/plan.yaml')?.text ?? ''

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-planner-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Goes through the page from above: files are written, `+` is added to a file, and each command must say what the page shows behind it. */
describe('the example of docs/planner.md', () => {
  const commands = fences.flatMap(({ info, text }, index) => (info === 'sh' ? [{ command: text.trim(), index }] : []))

  it.each(commands)('$command', ({ command, index }) => {
    for (const { info, text } of fences.slice(0, index)) {
      const [, add, path = ''] = /^yaml (\+?)(\S+)$/.exec(info) ?? []
      if (path === '') continue
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      if (add) appendFileSync(join(folder, path), text)
      else writeFileSync(join(folder, path), text)
    }
    const shown = fences[index + 1]?.text
    const { status, stdout, stderr } = runRipen(folder, command.split(' ').slice(2))
    expect(stderr).toBe('')
    expect(status).toBe(stdout.includes('  error  ') ? 1 : 0)
    expect(stdout.trimEnd()).toBe(shown?.trimEnd())
  })

  it('has a page with plots, in which all words are escaped', () => {
    writeFileSync(
      join(folder, 'x.yaml'),
      plan.replace(/^description: .*$/m, 'description: "<script>alert(1)</script>"'),
    )
    const { status } = runRipen(folder, ['planner', 'x.yaml', '--at', '2026-11-24', '--html', 'plan.html'])
    const html = readFileSync(join(folder, 'plan.html'), 'utf8')
    expect(status).toBe(0)
    expect(html).toContain('>&#60;script&#62;alert(1)')
    expect(html).not.toMatch(/<script|NaN|undefined|Infinity/)
    expect(html.match(/<figure class="plot"/g)).toHaveLength(4)
  })

  it('answers programs with the same figures', () => {
    writeFileSync(join(folder, 'y.yaml'), plan)
    const { stdout } = runRipen(folder, ['planner', 'y.yaml', '--at', '2026-11-24', '--json'])
    const made = JSON.parse(stdout)
    expect(made).toMatchObject({ id: 'year-2027', currency: 'EUR', deals: 50 })
    expect(made.weeks).toHaveLength(58)
    const broken = runRipen(folder, ['planner', 'y.yaml', '--at', '2028-11-24', '--json'])
    expect(broken.status).toBe(1)
    expect(JSON.parse(broken.stdout)).toMatchObject({ problems: [{ pointer: '/goal/in', line: 8, severity: 'error' }] })
  })

  it('says what is not there', () => {
    expect(runRipen(folder, ['planner', 'none.yaml'])).toMatchObject({
      status: 1,
      stderr: 'ripen: there is no plan none.yaml: docs/planner.md has one to begin with\n',
    })
    expect(runRipen(folder, ['planner', '--at', '2027-02-31']).stderr).toContain(
      'It is a day of the calendar or RFC 3339',
    )
  })

  it('shows every key of a plan', async () => {
    const { plan } = await import('../../core/insight/planner/plan.ts')
    for (const key of Object.keys(plan.shape)) expect(page).toContain(`\`${key}\``)
  })
})

describe('a plan among the templates', () => {
  it('is checked with them', () => {
    mkdirSync(join(folder, 'other/templates'), { recursive: true })
    writeFileSync(join(folder, 'other/templates/plan.yaml'), 'id: x\nzone: Berlin\n')
    const { stdout, status } = runRipen(join(folder, 'other'), ['check'])
    expect(status).toBe(1)
    expect(stdout).toContain('plan.yaml:2:7  error  write a time zone like Europe/Berlin  /zone')
    expect(stdout).not.toContain('is left out')
  })
})
