import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runRipen } from './run-ripen.ts'

const root = join(import.meta.dirname, '../..')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function ripen(...args: string[]) {
  return runRipen(folder, args)
}

function write(path: string, text: string): void {
  const file = join(folder, 'templates', path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}

describe('ripen check', () => {
  it('finds nothing wrong with the samples', () => {
    const { status, stdout } = ripen('check', join(root, 'templates'))
    expect(stdout).toMatch(/^0 errors, 0 warnings in \d+ files$/m)
    expect(status).toBe(0)
  })

  it('says file, line and column, and exits 1', () => {
    write(
      'sequences/hello.yaml',
      'id: hello\ntopic: news\nsteps:\n  - { id: one, send: nothing-there }\n  - { id: two, wiat: 3d }\n',
    )
    const { status, stdout } = ripen('check')
    expect(status).toBe(1)
    expect(stdout).toMatch(/sequences\/hello\.yaml:5:\d+ {2}error/)
    expect(stdout).toMatch(/wiat/)
    const json = JSON.parse(ripen('--json', 'check').stdout) as { problems: { file: string; line: number }[] }
    expect(json.problems.some(({ file, line }) => file === 'sequences/hello.yaml' && line === 5)).toBe(true)
  })

  it('says that a folder is not there', () => {
    expect(ripen('check', 'nowhere')).toMatchObject({ status: 1, stderr: 'ripen: there is no folder nowhere\n' })
  })
})

describe('ripen', () => {
  it('pushes nothing that is wrong', () => {
    const { status, stdout } = ripen('push')
    expect(status).toBe(1)
    expect(stdout).toContain('nothing was pushed')
  })

  it('says what to do when nothing listens', () => {
    const { status, stderr } = ripen('leads')
    expect(status).toBe(1)
    expect(stderr).toContain('http://localhost:9 does not answer')
    expect(stderr).toContain('npm start')
  })

  it('says that one has to sign in elsewhere', () => {
    const { status, stderr } = ripen('--api', 'https://api.example.com', 'leads')
    expect(status).toBe(1)
    expect(stderr).toContain('Not signed in at https://api.example.com: sign in with "ripen login"')
  })

  it('refuses an unknown command with a way to help', () => {
    const { status, stderr } = ripen('leeds')
    expect(status).toBe(1)
    expect(stderr).toContain("unknown command 'leeds'")
  })
})
