import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Command } from 'commander'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { keysCommand } from '../../cli/commands/keys.ts'

const keyId = 'abcdefgh234567ab'
const key = {
  keyId,
  name: 'Webinar tool',
  scopes: ['leads:write'],
  source: { name: 'autumn-webinar', origin: 'inbound', qualifyBy: 'reaction' },
  secrets: [
    { madeAt: '2026-11-20T09:00:00.000Z' },
    { madeAt: '2026-11-01T09:00:00.000Z', until: '2026-11-21T09:00:00.000Z' },
  ],
  createdAt: '2026-11-01T09:00:00.000Z',
  createdBy: 'anna',
  lastUsedAt: '2026-11-20T10:00:00.000Z',
}
let api: Server
let kept: object[]
let called: { call: string; body: unknown }[]

beforeAll(async () => {
  api = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    called.push({ call: `${request.method} ${request.url}`, body: text && JSON.parse(text) })
    const made = { ...key, apiKey: `ripenkey_${keyId}_secret`, previousUntil: '2026-11-22T09:00:00.000Z' }
    response.setHeader('content-type', 'application/json')
    if (request.method === 'DELETE') response.writeHead(204).end()
    else response.end(JSON.stringify(request.method === 'GET' ? { items: kept } : made))
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
})
afterAll(() => api.close())
beforeEach(() => {
  called = []
  kept = [key]
})

/** `ripen keys …`: what it says, or as what it fails. */
async function keys(...args: string[]): Promise<string> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)))
  const command = keysCommand()
  for (const one of [command, ...command.commands]) one.exitOverride().configureOutput({ writeErr: () => {} })
  const whole = new Command('ripen')
    .option('--api <url>')
    .option('--token <jwt>')
    .option('--json')
    .exitOverride()
    .addCommand(command)
  const { port } = api.address() as AddressInfo
  try {
    await whole.parseAsync(['--api', `http://127.0.0.1:${port}`, '--token', 't', 'keys', ...args], { from: 'user' })
  } catch (error) {
    return (error as Error).message
  } finally {
    log.mockRestore()
  }
  return lines.join('\n')
}

describe('ripen keys', () => {
  it('lists them, with what runs out, and says how to begin', async () => {
    const said = await keys()
    expect(said.split('\n')[1]?.split(/ {2,}/)).toEqual([
      keyId,
      'Webinar tool',
      'leads:write',
      '2026-11-01 by anna',
      '2026-11-20 10h',
      'autumn-webinar, inbound, by reaction',
      'until 2026-11-21 09:00',
    ])
    expect(await keys('list')).toBe(said)
    kept = []
    expect(await keys()).toContain('ripen keys create')
  })

  it('makes one, and shows it once', async () => {
    const bound = ['--source', 'autumn-webinar', '--origin', 'inbound', '--qualify-by', 'reaction']
    expect(await keys('create', 'Webinar tool', '--scope', 'leads:write', ...bound)).toContain(
      `ripenkey_${keyId}_secret`,
    )
    expect(called[0]).toEqual({
      call: 'POST /api-keys',
      body: { name: 'Webinar tool', scopes: ['leads:write'], source: key.source },
    })
  })

  it.each<[string[], string]>([
    [['create', 'X'], '--scope'],
    [['create', 'X', '--scope', 'everything'], 'Allowed choices are leads:write, outcomes'],
    [['create', 'X', '--scope', 'leads:write', '--source', 'a'], '--source and --origin go together'],
    [['create', 'X', '--scope', 'leads:write', '--qualify-by', 'reaction'], 'give --source, too'],
    [['revoke', 'nothing'], 'there is no key nothing'],
  ])('%j fails and says why', async (args, why) => {
    expect(await keys(...args)).toContain(why)
    expect(called.filter(({ call }) => !call.startsWith('GET'))).toEqual([])
  })

  it('rotates and revokes', async () => {
    expect(await keys('rotate', keyId, '--overlap', '2d')).toContain('The old one counts until 2026-11-22 09:00 UTC.')
    expect(await keys('rotate', keyId, '--overlap', '0s')).toContain('does not count any more')
    expect(await keys('revoke', keyId)).toContain('“Webinar tool” is revoked')
    expect(called.at(-1)?.call).toBe(`DELETE /api-keys/${keyId}`)
  })
})
