import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { githubAnnotation } from '../../cli/github-annotations.ts'

const root = join(import.meta.dirname, '../..')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-check-'))
  mkdirSync(join(folder, 'site/templates/sequences'), { recursive: true })
  writeFileSync(
    join(folder, 'site/templates/sequences/hello.yaml'),
    'id: hello\ntopic: news\nsteps:\n  - { id: one, send: nothing-there }\n',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function check(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { GITHUB_ACTIONS, GITHUB_WORKSPACE, ...others } = process.env
  return spawnSync(process.execPath, [join(root, 'cli/ripen.mjs'), 'check', ...args], {
    cwd: join(folder, 'site'),
    encoding: 'utf8',
    env: { ...others, NO_COLOR: '1', ...env },
  })
}

const annotation =
  '::error file=site/templates/sequences/hello.yaml,line=4,col=22,title=there is no email "nothing-there"' +
  '::write emails/nothing-there/en.md first (at /steps/0/send)'

describe('ripen check on GitHub', () => {
  it('shows problems at their lines by itself, with paths from the root of the repository', () => {
    const { stdout, status } = check([], { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder })
    expect(stdout.split('\n')).toContain(annotation)
    expect(status).toBe(1)
  })

  it('prints for people where it is asked to, and for programs', () => {
    const github = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder }
    expect(check(['--no-github'], github).stdout).toMatch(/^sequences\/hello\.yaml:4:22 {2}error/m)
    expect(JSON.parse(check(['--json'], github).stdout)).toMatchObject({ files: 1 })
  })

  it('does so elsewhere only where it is asked to', () => {
    expect(check([]).stdout).not.toContain('::error')
    expect(check(['--github']).stdout).toContain('::error file=templates/sequences/hello.yaml,line=4,')
  })

  it('says which teams and providers nobody can look at offline', () => {
    const steps = [
      '  - { id: call-them, task: { what: call, who: inside-sales, due: 1d, timeout: 2d } }',
      '  - { id: text-them, webhook: { provider: sms-twin, channel: sms, text: Hello, timeout: 1d } }',
    ]
    mkdirSync(join(folder, 'talk/sequences'), { recursive: true })
    writeFileSync(
      join(folder, 'talk/sequences/talk.yaml'),
      ['id: talk', 'topic: news', 'steps:', ...steps, ''].join('\n'),
    )
    const talk = join(folder, 'talk')
    expect(check([talk]).stdout).toContain(
      'not looked at here: teams and staff (inside-sales) and providers (sms-twin)',
    )
    expect(JSON.parse(check(['--json', talk]).stdout)).toMatchObject({
      notLookedAt: { staff: ['inside-sales'], providers: ['sms-twin'] },
    })
    expect(check([]).stdout).not.toContain('not looked at')
  })

  it('says in its help what --json prints', () => {
    expect(check(['--help']).stdout).toContain('"pointer": "/steps/0/send"')
  })
})

describe('an annotation', () => {
  it.each([
    [
      'escapes what ends a line, a property or the properties',
      { file: 'a', line: 2, column: 3, severity: 'warning', message: '50 %, a:b\nc\r', mend: 'x: 1, y\n100 %' },
      '::warning file=a%2C b%3Ac.md,line=2,col=3,title=50 %25%2C a%3Ab%0Ac%0D::x: 1, y%0A100 %25',
    ],
    [
      'is for the file where no line is known',
      { file: 'a', severity: 'error', message: 'wrong' },
      '::error file=a%2C b%3Ac.md,title=wrong::wrong',
    ],
    [
      'names the mails that a shared file is wrong in',
      {
        file: 'a',
        line: 1,
        column: 1,
        severity: 'error',
        message: 'wrong',
        mails: ['emails/x/en.md', 'emails/y/en.md'],
      },
      '::error file=a%2C b%3Ac.md,line=1,col=1,title=wrong::wrong (in emails/x/en.md, emails/y/en.md)',
    ],
  ] as const)('%s', (_, problem, expected) => {
    expect(githubAnnotation(problem, 'a, b:c.md')).toBe(expected)
  })
})
