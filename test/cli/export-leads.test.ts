import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { exportLeads } from '../../cli/export-leads.ts'
import type { ListedLead } from '../../core/lists/lead-cells.ts'
import { readCsv } from '../../core/lists/read-csv.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-export-'))
  file = join(folder, 'out.csv')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function* these(...leads: ListedLead[]) {
  yield* leads
}

/** The file as it is read again: a record for each lead. */
async function written(): Promise<Record<string, string>[]> {
  const rows: (readonly string[])[] = []
  for await (const { cells } of readCsv([readFileSync(file)], { encoding: 'utf-8', delimiter: ',' })) rows.push(cells)
  const [head = [], ...rest] = rows
  return rest.map((cells) => Object.fromEntries(head.map((column, index) => [column, cells[index] ?? ''])))
}

const olga = {
  leadId: 'a'.repeat(32),
  email: 'olga@shop.example',
  stage: 'mql',
  status: 'nurturing',
  mailable: true,
  tags: ['fair', 'retail'],
  score: { total: -5, fit: 50, interest: 15 },
  imported: { source: '=spring-fair', origin: 'outbound' },
  fields: { firstName: 'Olga', company: '=HYPERLINK("http://evil.example","x")', employees: -12, phone: '+49 30 12' },
}

describe('leads as CSV', () => {
  it('keep answers whole that hold separators of lines and paragraphs', async () => {
    const notes = 'one\u2028two\u2029three'
    expect((await exportLeads(file, these({ ...olga, fields: { notes } }, olga), { bom: false })).count).toBe(2)
    expect((await written()).map((row) => row['field.notes'])).toEqual([notes, ''])
  })

  it('have the answers of all, and hold no formula', async () => {
    const ali = {
      leadId: 'b'.repeat(32),
      email: 'ali@shop.example',
      fields: { firstName: 'علی "۲"\nتهران', city: '@SUM(A1)' },
    }
    expect((await exportLeads(file, these(olga, ali), { bom: false })).count).toBe(2)
    const [first, second] = await written()
    expect(first).toMatchObject({
      email: 'olga@shop.example',
      mailable: 'true',
      tags: 'fair, retail',
      'score.total': '-5',
      'imported.source': "'=spring-fair",
      'field.company': `'=HYPERLINK("http://evil.example","x")`,
      'field.employees': '-12',
      'field.phone': "'+49 30 12",
      'field.city': '',
    })
    expect(second).toMatchObject({ 'field.firstName': 'علی "۲"\nتهران', 'field.city': "'@SUM(A1)", stage: '' })
    expect(readdirSync(folder)).toEqual(['out.csv'])
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('begin with a mark where Excel is to read them', async () => {
    await exportLeads(file, these(olga), { bom: true })
    expect(readFileSync(file).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  })

  it('go to standard output where that is asked for, and to no file', async () => {
    const said: string[] = []
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text, ...then) => {
      said.push(String(text))
      for (const done of then) if (typeof done === 'function') done()
      return true
    })
    const before = readdirSync(tmpdir()).filter((one) => one.startsWith('.ripen-leads-'))
    try {
      expect((await exportLeads('-', these(olga), { bom: false })).count).toBe(1)
    } finally {
      write.mockRestore()
    }
    expect(said.join('')).toMatch(/^leadId,email,.*\r\n.*,olga@shop\.example,.*\r\n$/)
    expect(readdirSync(tmpdir()).filter((one) => one.startsWith('.ripen-leads-'))).toEqual(before)
    expect(existsSync('-')).toBe(false)
  })

  it('are a header alone where there are none', async () => {
    await exportLeads(file, these(), { bom: false })
    expect(readFileSync(file, 'utf8')).toMatch(/^leadId,email,stage,[^\n]*lastActivityAt\r\n$/)
  })

  it('leave nothing of people behind when it breaks off', async () => {
    async function* broken() {
      yield olga
      throw new Error('the line is dead')
    }
    await expect(exportLeads(file, broken(), { bom: false })).rejects.toThrow('the line is dead')
    expect(readdirSync(folder)).toEqual([])
  })
})
