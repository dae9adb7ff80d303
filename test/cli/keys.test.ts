import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keysCommand } from '../../cli/commands/keys.ts'
import { anAnsweringApi } from './an-answering-api.ts'

const keyId = 'abcdefgh234567ab'
const key = {
  keyId,
  name: 'Webinar tool',
  scopes: ['leads:write'],
  source: { name: 'autumn-webinar', origin: 'inbound', controllable: true, qualifyBy: 'reaction' },
  secrets: [
    { madeAt: '2026-11-20T09:00:00.000Z' },
    { madeAt: '2026-11-01T09:00:00.000Z', until: '2026-11-21T09:00:00.000Z' },
  ],
  createdAt: '2026-11-01T09:00:00.000Z',
  createdBy: 'anna',
  lastUsedAt: '2026-11-20T10:00:00.000Z',
}
let api: Awaited<ReturnType<typeof anAnsweringApi>>
let kept: object[]

beforeAll(async () => {
  const made = { ...key, apiKey: `ripenkey_${keyId}_secret`, previousUntil: '2026-11-22T09:00:00.000Z' }
  api = await anAnsweringApi((call) => {
    if (call.startsWith('DELETE')) return undefined
    return call.startsWith('GET') ? { items: kept } : made
  })
})
afterAll(() => api.stop())
beforeEach(() => {
  api.called.length = 0
  kept = [key]
})

/** `ripen keys …`: what it says, or as what it fails. */
const keys = (...args: string[]) => api.says(keysCommand(), 'keys', ...args)

describe('ripen keys', () => {
  it('lists them, with what runs out, and says how to begin', async () => {
    const said = await keys()
    expect(said.split('\n')[1]?.split(/ {2,}/)).toEqual([
      keyId,
      'Webinar tool',
      'leads:write',
      '2026-11-01 by anna',
      '2026-11-20 10h',
      'autumn-webinar, inbound, controllable, by reaction',
      'until 2026-11-21 09:00',
    ])
    expect(await keys('list')).toBe(said)
    kept = []
    expect(await keys()).toContain('ripen keys create')
  })

  it('makes one, and shows it once', async () => {
    const bound = [
      '--source',
      'autumn-webinar',
      '--origin',
      'inbound',
      '--controllable',
      'yes',
      '--qualify-by',
      'reaction',
    ]
    expect(await keys('create', 'Webinar tool', '--scope', 'leads:write', ...bound)).toContain(
      `ripenkey_${keyId}_secret`,
    )
    expect(api.called[0]).toEqual({
      call: 'POST /api-keys',
      body: { name: 'Webinar tool', scopes: ['leads:write'], source: key.source },
    })
  })

  it.each<[string[], string]>([
    [['create', 'X'], '--scope'],
    [['create', 'X', '--scope', 'everything'], 'Allowed choices are leads:write, outcomes'],
    [['create', 'X', '--scope', 'leads:write', '--source', 'a'], '--source and --origin go together'],
    [['create', 'X', '--scope', 'leads:write', '--qualify-by', 'reaction'], '--qualify-by is said of a source'],
    [['create', 'X', '--scope', 'leads:write', '--controllable', 'no'], '--controllable is said of a source'],
    [['create', 'X', '--scope', 'leads:write', '--controllable', 'maybe'], 'Allowed choices are yes, no'],
    [['revoke', 'nothing'], 'there is no key nothing'],
  ])('%j fails and says why', async (args, why) => {
    expect(await keys(...args)).toContain(why)
    expect(api.called.filter(({ call }) => !call.startsWith('GET'))).toEqual([])
  })

  it('rotates and revokes', async () => {
    expect(await keys('rotate', keyId, '--overlap', '2d')).toContain('The old one counts until 2026-11-22 09:00 UTC.')
    expect(await keys('rotate', keyId, '--overlap', '0s')).toContain('does not count any more')
    expect(await keys('revoke', keyId)).toContain('“Webinar tool” is revoked')
    expect(api.called.at(-1)?.call).toBe(`DELETE /api-keys/${keyId}`)
  })
})
