import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Sending, sendOutside } from '../../../functions/webhooks/send-outside.ts'
import {
  answers,
  aReceiver,
  type Behaviour,
  drops,
  hangs,
  type Receiver,
  takes,
  talks,
} from '../../fixtures/a-receiver.ts'

let receivers: Receiver[] = []
afterEach(async () => {
  await Promise.all(receivers.map(({ stop }) => stop()))
  receivers = []
})

async function receiver(does?: Behaviour, tls?: { key: string; cert: string }): Promise<Receiver> {
  const one = await aReceiver(does, tls)
  receivers.push(one)
  return one
}

const here: Sending = { loopback: true, withinMs: 5_000 }
const send = (url: string, sending: Partial<Sending> = {}) =>
  sendOutside({ url, headers: { 'webhook-id': 'msg_1' }, body: '{"a":"é"}' }, { ...here, ...sending })

describe('a message to a receiver that', () => {
  it('takes it is taken, byte for byte', async () => {
    const one = await receiver(takes)
    expect(await send(`${one.url}/hook`)).toEqual({ status: 204 })
    expect(one.heard).toMatchObject([
      { path: '/hook', body: '{"a":"é"}', headers: { 'content-length': '10', 'webhook-id': 'msg_1' } },
    ])
  })

  it.each([400, 410, 429, 500, 503])('answers %i has that status', async (status) => {
    expect(await send((await receiver(answers(status))).url)).toEqual({ status })
  })

  it.each([301, 302, 307, 308])('redirects (%i) is not followed', async (status) => {
    const inside = await receiver(takes)
    const one = await receiver(answers(status, { location: `${inside.url}/secrets` }))
    expect(await send(one.url)).toEqual({ status })
    expect(inside.heard).toEqual([])
  })

  it('hangs is left at the deadline', async () => {
    expect(await send((await receiver(hangs)).url, { withinMs: 200 })).toEqual({ error: 'timeout' })
  })

  it('drops the connection is told by its code', async () => {
    expect(await send((await receiver(drops)).url)).toEqual({ error: 'ECONNRESET' })
  })

  it('is not there is told by its code', async () => {
    const one = await receiver()
    await one.stop()
    expect(await send(one.url)).toEqual({ error: 'ECONNREFUSED' })
  })

  it('sends 10 MB is cut off, and counts by its status', async () => {
    const { promise: written, resolve: cutOff } = Promise.withResolvers<number>()
    const one = await receiver((response, heard) => {
      const { socket } = response
      socket?.on('close', () => cutOff(socket.bytesWritten))
      talks(10 * 1024 * 1024)(response, heard)
    })
    expect(await send(one.url)).toEqual({ status: 200 })
    expect(await written).toBeLessThan(8 * 1024 * 1024)
  })

  it('speaks no HTTP is told by a code', async () => {
    const one = await receiver((response) => void response.socket?.end('SSH-2.0-OpenSSH\r\n'))
    expect(await send(one.url)).toEqual({ error: 'HPE_INVALID_CONSTANT' })
  })

  it('has a certificate that nobody vouches for, or of another name, is not sent anything', async () => {
    const one = await receiver(takes, certificate('localhost'))
    expect(await send(one.url)).toEqual({ error: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    const other = certificate('elsewhere.example')
    const elsewhere = await receiver(takes, other)
    expect(await send(elsewhere.url, { ca: other.cert })).toEqual({ error: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    expect([...one.heard, ...elsewhere.heard]).toEqual([])
    const good = certificate('localhost')
    const trusted = await receiver(takes, good)
    expect(await send(trusted.url, { ca: good.cert })).toEqual({ status: 204 })
  })
})

describe('a name that stands for', () => {
  const resolve = (...addresses: string[]) => ({
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    loopback: false,
  })

  it.each([
    [['127.0.0.1']],
    [['10.1.2.3']],
    [['169.254.169.254']],
    [['::1']],
    [['fd00:ec2::254']],
    [['::ffff:192.168.0.1']],
    // One good address beside it does not make it one.
    [['93.184.215.14', '10.0.0.1']],
  ])('%j is refused before anything is connected', async (addresses) => {
    expect(await send('https://rebound.example/', resolve(...addresses))).toEqual({ error: 'address-refused' })
  })

  it('nothing is told by a code', async () => {
    expect(await send('https://nowhere.example/', resolve())).toEqual({ error: 'ENOTFOUND' })
  })

  it('something else a moment later is connected at what it stood for when it was judged', async () => {
    const one = await receiver(takes)
    let asked = 0
    const outcome = await send(one.url, {
      resolve: async () => {
        asked += 1
        return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
      },
    })
    expect([outcome, asked]).toEqual([{ status: 204 }, 1])
  })

  it('nothing that is ever answered is left at the deadline', async () => {
    const never = () => new Promise<never>(() => {})
    expect(await send('https://slow.example/', { resolve: never, loopback: false, withinMs: 100 })).toEqual({
      error: 'timeout',
    })
  })
})

function certificate(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ripen-certificate-'))
  try {
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
        ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
      ],
      { stdio: 'ignore' },
    )
    return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
