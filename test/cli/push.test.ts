import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diffCommand } from '../../cli/commands/diff.ts'
import { planCommand } from '../../cli/commands/in-flight.ts'
import { pushCommand } from '../../cli/commands/push.ts'
import { rollBackCommand } from '../../cli/commands/roll-back.ts'
import { anApi, callRipen } from './an-api.ts'

const mail = '---\nsubject: x\npreheader: y\ntopic: news\n---\nHello {{ brand.company }}\n'
const confirm = '---\nsubject: x\npreheader: y\nclass: confirmation\n---\n**[Yes]({{ confirmUrl }})**\n'
const form = `id: signup
title: Sign up
button: Go
fields: [{ id: email, type: email, label: Email }]
consent: [{ topic: news, text: Send me news }]
thanks: { title: Thanks, text: Look into your inbox }
confirmation: confirm
`
const sequence = (trigger = '{ form: signup }') =>
  `id: greet\ntopic: news\ntrigger: ${trigger}\nsteps:\n  - { id: one, send: welcome }\n  - { id: rest, wait: 2d }\n`
const files: Record<string, string> = {
  'emails/confirm/en.md': confirm,
  'emails/welcome/en.md': mail,
  'forms/signup.yaml': form,
  'sequences/greet.yaml': sequence(),
}
const names = ['emails/confirm', 'emails/welcome', 'forms/signup', 'sequences/greet']

interface Kept {
  live?: Record<string, string>
  draft?: Record<string, string>
  version: number
}

let folder: string
let kept: Map<string, Kept>
let refuses: { status: number; body: object } | undefined
/** The next publication but so many is refused, once. */
let refusesOnce: { after: number; answer: { status: number; body: object } } | undefined
let triggered: number
let reads: number
let api: Awaited<ReturnType<typeof anApi>>

/** Keeps drafts and versions as the real one does, as far as pushing looks. */
function answer({ method, path, body }: { method: string; path: string; body: unknown }) {
  if (path.endsWith('/broadcast')) return { body: { count: triggered, confirm: 'token', reads } }
  if (method === 'POST' && refuses) return refuses
  if (path === '/content/publish' && refusesOnce) {
    const { after, answer } = refusesOnce
    refusesOnce = after > 0 ? { after: after - 1, answer } : undefined
    if (after === 0) return answer
  }
  if (path === '/content/publish') {
    const items = (body as { items: { type: string; id: string }[] }).items.map(({ type, id }) => {
      const one = kept.get(`${type}/${id}`) as Kept
      kept.set(`${type}/${id}`, { live: one.draft ?? {}, version: one.version + 1 })
      return { type, id, version: one.version + 1 }
    })
    return { body: { items } }
  }
  const name = path.replace('/content/', '')
  const one = kept.get(name)
  if (method === 'PUT') kept.set(name, { version: 0, ...one, draft: (body as { files: Record<string, string> }).files })
  if (method === 'GET' && !one) return { status: 404, body: { title: 'Not found' } }
  const { live, draft, version } = kept.get(name) ?? { version: 0 }
  return {
    etag: '"v1"',
    body: { ...(live && { version, files: live }), ...(draft && { draft: { files: draft, at: '' } }) },
  }
}

function write(changes: Record<string, string>): void {
  for (const [file, text] of Object.entries(changes)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-push-'))
  write(files)
  kept = new Map()
  refuses = undefined
  refusesOnce = undefined
  triggered = 0
  reads = 0
  api = await anApi(answer)
})
afterEach(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

const push = (...words: string[]) => callRipen(api.url, pushCommand(), folder, ...words)
const diff = (...words: string[]) => callRipen(api.url, diffCommand(), folder, ...words)
const stands = [{ version: 1, step: 'rest', leads: 2 }]

describe('ripen push', () => {
  it('names what changed and counts the rest', async () => {
    await push('--publish')
    expect(await push()).toEqual({ text: '4 unchanged: what is live says the same', error: undefined, code: 0 })
    write({ 'emails/welcome/en.md': mail.replace('Hello', 'Good day') })
    const { text } = await push('--publish')
    expect(text).toMatch(/^TYPE +ID +RESULT +LIVE\nemails +welcome +published +2\n3 unchanged$/)
    const { text: all } = await push('--all')
    expect(
      all
        .split('\n')
        .slice(1)
        .map((line) => line.split(/ +/).slice(0, 3).join(' ')),
    ).toEqual(names.map((name) => `${name.replace('/', ' ')} unchanged`))
  })

  it('says each time that what was drafted is not published', async () => {
    const { text } = await push()
    expect(text).toMatch(/emails +welcome +drafted +never\n/)
    expect(text).toMatch(/\n4 are drafted, not published: nobody gets anything of them before ripen push --publish\.$/)
    const { text: again } = await push()
    expect(again).toMatch(/emails +welcome +drafted before +never\n/)
    expect(again).toContain('4 are drafted, not published')
    expect((await push('--publish')).text).not.toContain('not published')
  })

  it.each([
    [1, '1 lead has the tag fair already, and is not in it', 'puts it in now'],
    [1200, '1,200 leads have the tag fair already, and are not in it', 'puts them in now'],
  ])('says how many of whom the trigger holds for do not come in by that: %i', async (count, says, ends) => {
    triggered = count
    write({ 'sequences/greet.yaml': sequence('{ tag: fair }') })
    const { text } = await push('--publish')
    expect(text).toContain(`greet: ${says}`)
    expect(text).toContain('ripen broadcast greet --triggered')
    expect(text).toContain(ends)
    expect((await push('--publish')).text).not.toContain('broadcast')
  })

  it('says that they meet what the trigger asks beside a tag or a stage', async () => {
    triggered = 2
    write({ 'sequences/greet.yaml': sequence('{ stage: mql, when: { industry: retail } }') })
    const { text } = await push('--publish')
    expect(text).toContain('greet: 2 leads are at the stage mql and meet its "when" already, and are not in it.')
    triggered = 1
    write({ 'sequences/greet.yaml': sequence('{ tag: fair, when: { industry: retail } }') })
    expect((await push('--publish')).text).toContain('greet: 1 lead has the tag fair and meets its "when" already, ')
  })

  it('counts nobody where too many would be read for it, and says so', async () => {
    triggered = 7
    reads = 12_000
    write({ 'sequences/greet.yaml': sequence('{ tag: fair }') })
    expect((await push('--publish')).text).toContain(
      'greet: who has the tag fair already was not counted, since 12,000 leads would be read for it; ripen broadcast greet --triggered counts them',
    )
    expect(api.calls.filter(({ path }) => path.endsWith('/broadcast'))).toHaveLength(1)
  })

  it('says that they come in at night where the trigger asks what they did', async () => {
    triggered = 2
    write({ 'sequences/greet.yaml': sequence('{ segment: { activity: { any: { not-within: 30d, within: 90d } } } }') })
    const { text } = await push('--publish')
    expect(text).toContain('greet: 2 leads are in its segment already, and are not in it. They come in tonight; ')
  })

  it('says nothing of a trigger that holds for nobody, or only for what happens', async () => {
    write({ 'sequences/greet.yaml': sequence('{ tag: fair }') })
    expect((await push('--publish')).text).not.toContain('broadcast')
    triggered = 3
    write({ 'sequences/greet.yaml': sequence('{ event: page-visited }') })
    expect((await push('--publish')).text).not.toContain('broadcast')
  })

  it.each([
    [
      { status: 409, body: { type: 'sequences', id: 'greet', inFlight: stands } },
      ['--publish'],
      'greet: 2 leads stand inside: 2 at step rest of version 1.\n  Say what becomes of them: --in-flight stay, move or exit. "ripen plan greet" tells what each would do.',
    ],
    [
      { status: 422, body: { id: 'greet', inFlight: stands, errors: [{ pointer: '/steps/rest', detail: 'x' }] } },
      ['--publish', '--in-flight', 'move'],
      'greet: 2 leads stand inside: 2 at step rest of version 1. They can\'t all be moved:\n  the new version has no step "rest": say where those who stand there go on, with --step rest=<its step, or end>',
    ],
    [
      {
        status: 422,
        body: {
          id: 'greet',
          inFlight: stands,
          errors: [{ pointer: '/steps/rest', detail: 'the new version has no step "tow"' }],
        },
      },
      ['--publish', '--in-flight', 'move', '--step', 'rest=tow'],
      'greet: 2 leads stand inside: 2 at step rest of version 1. They can\'t all be moved:\n  --step rest=tow: the new version has no step "tow"',
    ],
    [
      {
        status: 409,
        body: {
          sequences: [
            { id: 'greet', inFlight: stands },
            { id: 'other', inFlight: stands },
          ],
        },
      },
      ['--publish'],
      expect.stringMatching(/^greet: [\s\S]*\nother: 2 leads stand inside/),
    ],
    [
      {
        status: 422,
        body: { problems: [{ file: 'emails/x/en.md', line: 3, column: 1, severity: 'error', message: 'no' }] },
      },
      ['--publish'],
      "it can't be published, and nothing was:\nemails/x/en.md:3:1  error  no",
    ],
    [
      {
        status: 412,
        body: {
          detail:
            'Now it is version 3 by anna ("v3"). You started from version 2 ("v2"). Read it again and repeat your change.',
          now: { version: 3 },
        },
      },
      ['--publish'],
      'Now it is version 3 by anna. You started from version 2.\n  "ripen diff" says what differs from your folder; push again to write over it.',
    ],
  ])('says a refusal in its own options: %j', async (refusal, words, says) => {
    refuses = refusal
    expect((await push(...words)).error).toEqual(says)
  })

  it('says how many are live where a later hundred of many is refused', async () => {
    for (let n = 0; n < 100; n += 1) write({ [`emails/more-${n}/en.md`]: mail })
    const problems = [{ file: 'emails/x/en.md', line: 3, column: 1, severity: 'error', message: 'no' }]
    refusesOnce = { after: 1, answer: { status: 422, body: { problems } } }
    const { error } = await push('--publish')
    expect(error).toBe(
      `100 are live, from emails/confirm to emails/more-98; the other 4 are not:
it can't be published:
emails/x/en.md:3:1  error  no
  Once that is mended, "ripen push --publish" again makes live what is left.`,
    )
    const { text, error: none } = await push('--publish')
    expect([none, text]).toEqual([undefined, expect.stringMatching(/sequences +greet +published/)])
  })

  it('says so of a roll-back and of a plan, too', async () => {
    await push('--publish')
    refuses = { status: 409, body: { inFlight: stands } }
    const rolled = await callRipen(api.url, rollBackCommand(), 'sequences', 'greet', '1')
    expect(rolled.error).toMatch(/^greet: 2 leads stand inside[\s\S]*--in-flight stay, move or exit/)
    refuses = { status: 404, body: { detail: 'no' } }
    expect((await callRipen(api.url, planCommand(), 'greet')).error).toBe(
      'greet has no draft to plan for: store one with "ripen push" first',
    )
    refuses = {
      status: 200,
      body: {
        story: ['2 wait at rest (version 1)', 'move: not as it is: rest: say where they go on.'],
        choices: { move: { errors: [{ pointer: '/steps/rest', detail: 'x' }] } },
      },
    }
    expect((await callRipen(api.url, planCommand(), 'greet')).text).toBe(
      '2 wait at rest (version 1)\nmove: not as it is: the new version has no step "rest": say where those who stand there go on, with --step rest=<its step, or end>.',
    )
  })
})

describe('ripen diff', () => {
  it('says with which stand it compares, and what is drafted and not published', async () => {
    await push('--publish')
    expect(await diff()).toEqual({ text: 'No difference from what is live.', error: undefined, code: 0 })
    write({ 'emails/welcome/en.md': mail.replace('Hello', 'Good day') })
    const before = await diff()
    expect(before).toEqual({
      text: 'Compared with what is live:\nchanged     emails/welcome/en.md',
      error: undefined,
      code: 1,
    })
    await push()
    const { text, code } = await diff()
    expect(code).toBe(0)
    expect(text.split('\n')).toEqual([
      'No difference from the drafts, and what is live where there is no draft.',
      '',
      '1 is drafted, not published: nobody gets anything of it before ripen push --publish.',
      '  emails/welcome',
    ])
    const live = await diff('--live')
    expect(live.code).toBe(1)
    expect(live.text).toMatch(/^Compared with what is live:\nchanged {5}emails\/welcome\/en.md\n\n1 is drafted/)
    expect(JSON.parse((await callRipen(api.url, diffCommand(), folder, '--live', '--json')).text)).toEqual({
      with: 'live',
      items: [{ file: 'emails/welcome/en.md', state: 'changed' }],
      drafted: ['emails/welcome'],
    })
  })

  it('names files that are new, and those that are only there', async () => {
    await push('--publish')
    rmSync(join(folder, 'emails/welcome/en.md'))
    write({ 'emails/welcome/de.md': mail, 'emails/more/en.md': mail })
    expect((await diff()).text.split('\n').slice(1).sort()).toEqual([
      'new         emails/more/en.md',
      'new         emails/welcome/de.md',
      'only there  emails/welcome/en.md',
    ])
  })
})
