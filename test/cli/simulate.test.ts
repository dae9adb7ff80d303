import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runRipen } from './run-ripen.ts'

const root = join(import.meta.dirname, '../..')
const templates = join(root, 'templates')
const personas = join(root, 'examples/personas')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-look-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function ripen(...args: string[]) {
  return runRipen(folder, args)
}

describe('ripen simulate', () => {
  const simulate = (...args: string[]) =>
    ripen('simulate', 'white-paper', '--folder', templates, '--start', '2026-11-24T09:00:00Z', ...args)

  it('shows what each persona gets, in its own zone, and how it ends', () => {
    const { status, stdout } = simulate(
      '--persona',
      join(personas, 'warehouse-planner.yaml'),
      join(personas, 'plant-manager.yaml'),
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/^warehouse-planner {2}en, times in America\/Chicago$/m)
    expect(stdout).toMatch(
      /Tue 24 Nov 2026 (09:\d\d) {2}white-paper-welcome .*\n {2}the first step\n {2}held until Tue 24 Nov 2026 \1: the window is closed/,
    )
    expect(stdout).toMatch(/2 mails in \d+ hours\. Over on .*: the person unsubscribed$/m)
    expect(stdout).toMatch(/^plant-manager {2}ru, times in Europe\/Moscow$/m)
    expect(stdout).toMatch(/held until Tue 1 Dec 2026 12:00: the cap is reached: 2 mails have gone within 7 days/)
    // No raw times: each is of the persona's own clock.
    expect(stdout).not.toMatch(/\d\dT\d\d:|Z\b/)
  })

  it('takes clicks, replies and acts, and tells the story and JSON', () => {
    const acts = ['--click', 'white-paper-welcome@+2h', '--act', 'meeting-booked@+1d']
    expect(simulate(...acts, '--story').stdout).toMatch(/act .*clicks white-paper-welcome/)
    const { runs } = JSON.parse(ripen('--json', ...simulateArgs(...acts)).stdout)
    expect(runs).toHaveLength(1)
    expect(runs[0]).toMatchObject({
      items: [{ template: 'white-paper-welcome' }, { template: 'case-study' }],
      ended: { reason: expect.stringContaining('event meeting-booked') },
    })
    expect(runs[0].items[0].mail).toBeUndefined()
  })

  it('makes one page that holds the mails, runs nothing and loads no script', () => {
    const file = join(folder, 'out.html')
    expect(simulate('--persona', personas, '--html', file).status).toBe(0)
    const page = readFileSync(file, 'utf8')
    expect(page).toMatch(/Held until <b>Tue 1 Dec 2026<\/b> 12:00: the cap is reached/)
    expect(page).toContain('times in Asia/Tehran')
    expect(page.replace(/datetime="[^"]*"/g, '')).not.toMatch(/>[^<]*\d{4}-\d\d-\d\dT/)
    expect(page).toContain('<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;')
    expect(page).not.toMatch(/<script|javascript:|\son\w+="/i)
    const frames = page.match(/<iframe [^>]*>/g) ?? []
    expect(frames.length).toBeGreaterThan(20)
    for (const frame of frames) expect(frame).toContain('sandbox=""')
  })

  it('plays several sequences at once, with one cap over all', () => {
    const file = join(folder, 'two.html')
    const words = [
      '--folder',
      templates,
      '--start',
      '2026-11-24T09:00:00Z',
      '--persona',
      join(personas, 'shop-owner.yaml'),
    ]
    const { status, stdout } = ripen('simulate', 'white-paper', 'newsletter-issue', ...words, '--html', file)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^WHEN +SEQUENCE +MAIL +SUBJECT$/m)
    expect(stdout).toMatch(/ white-paper +white-paper-welcome /)
    expect(stdout).toMatch(/^newsletter-issue (over on|here stops,) /m)
    expect(readFileSync(file, 'utf8')).toContain('newsletter-issue: ')
    expect(ripen('simulate', 'white-paper', 'white-paper', ...words).stderr).toContain('name each sequence once')
  })

  it('escapes what a persona is called and says of itself', () => {
    writeFileSync(join(folder, 'odd.yaml'), 'about: "<img src=x onerror=alert(1)>"\nfirstName: "</iframe><script>"\n')
    const file = join(folder, 'odd.html')
    expect(simulate('--persona', join(folder, 'odd.yaml'), '--html', file).status).toBe(0)
    expect(readFileSync(file, 'utf8')).not.toMatch(/<img src=x|<script/)
  })

  it.each([
    [['--persona', 'nobody.yaml'], 'there is no file nobody.yaml'],
    [['--click', 'case study'], 'write it like case-study@+2d'],
    [['--start', '2027-02-31'], '--start is a day of the calendar or RFC 3339'],
    [['--zone', 'Mars/North'], '--zone is an IANA time zone'],
    [['--published'], 'http://localhost:9 does not answer'],
  ])('says what is wrong with %j', (args, says) => {
    const { status, stderr } = simulate(...args)
    expect([status, stderr]).toEqual([1, expect.stringContaining(says)])
  })

  it('names the field of a persona that can’t be, and the sequences that there are', () => {
    writeFileSync(join(folder, 'bad.yaml'), 'zone: Mars/North\nacts: [{ after: soon, type: call }]\n')
    const { stderr } = simulate('--persona', join(folder, 'bad.yaml'))
    expect(stderr).toMatch(/is no persona:\n[\s\S]*\/zone .*\n {2}\/acts\/0\/after /)
    writeFileSync(join(folder, 'broken.yaml'), 'a: [\n')
    expect(simulate('--persona', join(folder, 'broken.yaml')).stderr).toContain('is not readable as YAML')
    expect(ripen('simulate', 'nothing', '--folder', templates).stderr).toContain(
      'there are answer-replies, newsletter-issue, onboarding',
    )
  })
})

function simulateArgs(...more: string[]): string[] {
  return ['simulate', 'white-paper', '--folder', templates, '--start', '2026-11-24T09:00:00Z', ...more]
}

describe('ripen preview', () => {
  const preview = (what: string, ...args: string[]) => ripen('preview', what, '--folder', templates, ...args)

  it('shows each language with its lengths, where a default stands, and the text on request', () => {
    const { status, stdout } = preview('white-paper-welcome', '--text')
    expect(status).toBe(0)
    for (const language of ['English (en)', 'Persian (fa)', 'Russian (ru)']) expect(stdout).toContain(language)
    expect(stdout).toMatch(/^subject {4}Your white paper: .* 51 characters$/m)
    expect(stdout).toMatch(
      /^variables {2}firstName has no value; its default stands there, “there”\n {11}industry is empty by default$/m,
    )
    expect(stdout).toContain('Hello there,')
  })

  it('shows every variant of a step as a persona sees it', () => {
    const persona = join(personas, 'shop-owner.yaml')
    const { items } = JSON.parse(
      ripen('--json', 'preview', 'white-paper/case-study', '--folder', templates, '--persona', persona).stdout,
    ).emails[0]
    expect(items).toMatchObject([{ locale: 'fa', direction: 'rtl', fellBack: [] }])
    const { stdout } = preview('white-paper/case-study', '--persona', persona)
    expect(stdout).toContain('For those whose industry is retail')
    expect(stdout).toMatch(/^white-paper\/case-study: case-study-retail {2}Persian \(fa\)$/m)
    const file = join(folder, 'step.html')
    preview('white-paper/case-study', '--persona', persona, '--html', file)
    expect(readFileSync(file, 'utf8')).toContain('white-paper/case-study · case-study-retail · Persian (fa)')
  })

  it('makes one page for people', () => {
    const file = join(folder, 'mail.html')
    expect(preview('newsletter-issue', '--locale', 'en,fa', '--html', file).status).toBe(0)
    const page = readFileSync(file, 'utf8')
    expect(page).not.toMatch(/<script/i)
    expect(page.match(/<section /g)).toHaveLength(2)
    expect(page).toContain('dir="rtl"')
  })

  it('shows images of the folder from disk, and says what keeps a mail from being shown', () => {
    const mail = join(folder, 'own/emails/hello')
    mkdirSync(join(mail, 'images'), { recursive: true })
    const front = 'subject: Hello\npreheader: A line\ntopic: news'
    writeFileSync(join(mail, 'en.md'), `---\n${front}\n---\n![a dot](images/dot.png)\n`)
    writeFileSync(join(mail, 'fa.md'), `---\n${front}\n---\n{{ nick }}\n`)
    const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    writeFileSync(join(mail, 'images/dot.png'), Buffer.from(dot, 'base64'))
    const file = join(folder, 'own.html')
    const { status, stdout } = ripen('preview', 'hello', '--folder', join(folder, 'own'), '--html', file)
    expect([status, stdout]).toEqual([1, expect.stringContaining('fa.md:6: the variable nick is not declared')])
    expect(readFileSync(file, 'utf8')).toContain(`data:image/png;base64,${dot}`)
  })

  it.each([
    ['nothing', [], 'has no email nothing'],
    ['white-paper/nothing', [], 'there are case-study, invitation'],
    ['white-paper-welcome', ['--lead', 'a@example.com', '--persona', 'x'], 'give one of --persona and --lead'],
    ['white-paper-welcome', ['--published'], 'http://localhost:9 does not answer'],
  ])('says what is wrong: %s %j', (what, args, says) => {
    const { status, stderr } = preview(what, ...args)
    expect([status, stderr]).toEqual([1, expect.stringContaining(says)])
  })
})
