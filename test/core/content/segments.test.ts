import { describe, expect, it } from 'vitest'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { contentParts } from '../../../core/content/content-parts.ts'
import { nearestName } from '../../../core/content/nearest-name.ts'
import { persona } from '../../../core/content/persona.ts'
import { isError } from '../../../core/content/problem.ts'
import { pulledFiles } from '../../../core/content/pulled-files.ts'
import { simulateSequence } from '../../../core/content/simulate-sequence.ts'
import { useOfSegment } from '../../../core/content/uses.ts'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { goodFolder, greet } from './each-check/row.ts'

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const active = 'id: active\nwhen: { activity: { any: { within: 2d } } }\n'
const atRest = 'id: at-rest\nwhen: { activity: { any: { not-within: 30d } }, none: [ { segment: active } ] }\n'
const wake = `id: wake
topic: news
trigger: { segment: at-rest }
exit: [ { segment: active } ]
steps:
  - { id: one, send: welcome }
  - { id: wait, wait: 90d }
  - { id: two, send: second }
`
const folder = {
  ...goodFolder,
  'sequences/wake.yaml': wake,
  'segments/active.yaml': active,
  'segments/at-rest.yaml': atRest,
}
const sequenceIn = async (files: Readonly<Record<string, string>>, id = 'wake') => {
  const { contents } = await checkFolder(files)
  return contents.find((one) => one.id === id)?.value as Sequence | undefined
}
const part = (files: Readonly<Record<string, string>>, id: string) =>
  contentParts(files).find((one) => one.id === id && one.type === 'sequences')?.files ?? {}

describe('segments', () => {
  it('are put into the sequences that use them, each after those that it uses itself', async () => {
    expect((await checkFolder(folder)).problems).toEqual([])
    const sequence = await sequenceIn(folder)
    expect(sequence?.segments?.map(({ id }) => id)).toEqual(['active', 'at-rest'])
    expect(Object.keys(part(folder, 'wake'))).toEqual([
      'sequences/wake.yaml',
      'segments/active.yaml',
      'segments/at-rest.yaml',
    ])
    expect(Object.keys(part(folder, 'greet'))).toEqual(['sequences/greet.yaml'])
    expect((await sequenceIn(folder, 'greet'))?.segments).toBeUndefined()
  })

  it('change exactly the sequences that use them', () => {
    const changed = { ...folder, 'segments/active.yaml': active.replace('2d', '3d') }
    const names = contentParts(folder)
      .map(({ type, id, files }, index) => [`${type}/${id}`, files, contentParts(changed)[index]?.files] as const)
      .filter(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after))
      .map(([name]) => name)
    expect(names).toEqual(['sequences/wake'])
  })

  it.each(['steps: [ {', 'trigger: { segment: at-rest }\ntrigger: 3', 'steps: { segment: [ active, 3, null ] }', ''])(
    'are found in a sequence that can not be read: %s',
    (more) => {
      const files = { ...folder, 'sequences/wake.yaml': more }
      expect(Object.keys(part(files, 'wake'))[0]).toBe('sequences/wake.yaml')
    },
  )

  it('may not go in a circle: told where each of them names the next', async () => {
    const circle = { ...folder, 'segments/active.yaml': 'id: active\nwhen:\n  any: [ { segment: at-rest } ]\n' }
    const { problems } = await checkFolder(circle)
    expect(problems).toMatchObject([
      {
        file: 'segments/active.yaml',
        line: 3,
        pointer: '/when/any/0/segment',
        message: 'this goes in a circle: it uses "at-rest", which uses "active"',
      },
      {
        file: 'segments/at-rest.yaml',
        line: 2,
        pointer: '/when/none/0/segment',
        message: 'this goes in a circle: it uses "active", which uses "at-rest"',
      },
    ])
    expect(await sequenceIn(circle)).toBeUndefined()
  })

  it('with errors leave no sequence that could be published without them', async () => {
    for (const text of [
      'id: active\nwhen: { clicked: welcome }\n',
      'id: active\nwhen: { segment: gone }\n',
      'id: active\nwhen: 3',
      '',
    ]) {
      const files = { ...folder, 'segments/active.yaml': text }
      expect(await sequenceIn(files)).toBeUndefined()
      expect((await checkFolder(files)).problems.filter(isError)).toMatchObject([{ file: 'segments/active.yaml' }])
    }
  })

  it('are named by whoever meant another one', () => {
    const names = ['at-rest', 'active', 'buyers']
    expect(nearestName('at-rset', names)).toBe('at-rest')
    expect(nearestName('actve', names)).toBe('active')
    expect(nearestName('everybody', names)).toBeUndefined()
  })

  it('come back with the newest sequence that holds them', () => {
    const stored = (at: string, text: string, name: string) => ({ name, at, files: { 'segments/active.yaml': text } })
    const { files, differing } = pulledFiles([
      stored('2026-11-02T00:00:00.000Z', 'new', 'sequences/wake'),
      stored('2026-11-01T00:00:00.000Z', 'old', 'sequences/other'),
    ])
    expect(files).toEqual({ 'segments/active.yaml': 'new' })
    expect(differing).toEqual([
      { file: 'segments/active.yaml', takenFrom: 'sequences/wake', others: ['sequences/other'] },
    ])
  })

  it('know by which sequences they are used, and how many leads are inside', async () => {
    const sequence = (await sequenceIn(folder)) as Sequence
    const there = { version: 3, live: true, stands: [{ version: 3, step: 'wait', leads: 7 }] }
    expect(useOfSegment(sequence, 'active', there)).toMatchObject({
      places: ['/exit/0/segment', 'segment at-rest'],
      leadsBefore: 7,
    })
    expect(useOfSegment(sequence, 'gone', there)).toBeUndefined()
  })
})

describe('a simulation', () => {
  const simulate = async (sequence: string, acts: object[] = []) => {
    const read = await sequenceIn({ ...folder, 'sequences/wake.yaml': sequence })
    return simulateSequence({
      sequence: read as Sequence,
      persona: persona.parse({ acts }),
      startMs,
      zone: 'UTC',
    })
  }

  it('leaves by a segment when the persona acts', async () => {
    const { ended, items } = await simulate(wake, [{ after: '20d', type: 'page-visited' }])
    expect(ended).toMatchObject({ at: '2026-12-14T09:00:00.000Z', state: 'exited', reason: 'exit: segment active' })
    expect(items.map(({ template }) => template)).toEqual(['welcome'])
  })

  it('leaves in the night after time alone made a condition true', async () => {
    const quiet = wake.replace(
      'exit: [ { segment: active } ]',
      'exit: [ { when: { activity: { page-visited: { not-within: 20d } } } } ]',
    )
    const { ended } = await simulate(quiet, [{ after: '5d', type: 'page-visited' }])
    expect(ended).toMatchObject({
      at: '2026-12-20T02:00:00.000Z',
      state: 'exited',
      reason: 'exit: condition (page-visited not within 20d)',
    })
  })

  it('says which segment held at a branch, and which did not', async () => {
    const fork = (when: string) =>
      greet(
        `  - { id: one, send: welcome }\n  - { id: fork, branch: [ { when: ${when}, go: end } ], otherwise: two }\n  - { id: two, send: second }\n`,
      )
        .replace('id: greet', 'id: wake')
        .replace('trigger: { form: signup }\n', '')
    const told = async (when: string) =>
      JSON.stringify((await simulate(fork(when), [{ after: '0s', type: 'call' }])).story)
    expect(await told('{ segment: active }')).toContain('segment active')
    expect(await told('{ none: [ { segment: active } ] }')).toContain('not segment active')
  })
})
