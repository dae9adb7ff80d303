import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicAddress, problemOfUrl, refusedAddresses } from '../../../core/webhooks/outside-address.ts'

const onAws = { loopback: false }

describe('where a webhook may go', () => {
  it.each([
    'https://crm.example.com/ripen',
    'https://crm.example.com:8443/ripen?tenant=7',
    'https://93.184.215.14/hook',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook',
    'https://xn--bcher-kva.example/hook',
  ])('%s', (url) => expect(problemOfUrl(url, onAws)).toBeUndefined())

  it.each([
    ['no address', 'crm'],
    ['plain http', 'http://crm.example.com/'],
    ['another scheme', 'file:///etc/passwd'],
    ['a name and a password', 'https://user:secret@crm.example.com/'],
    ['a fragment', 'https://crm.example.com/#here'],
    ['this machine', 'https://localhost/'],
    ['this machine, with a dot', 'https://localhost./'],
    ['loopback', 'https://127.0.0.1/'],
    ['loopback, shorter', 'https://127.1/'],
    ['loopback, in hex', 'https://0x7f000001/'],
    ['loopback, as a number', 'https://2130706433/'],
    ['loopback, in octal', 'https://0177.0.0.1/'],
    ['loopback in v6', 'https://[::1]/'],
    ['loopback, mapped', 'https://[::ffff:127.0.0.1]/'],
    ['nothing', 'https://0.0.0.0/'],
    ['nothing in v6', 'https://[::]/'],
    ['the metadata of AWS', 'https://169.254.169.254/latest/meta-data/'],
    ['the metadata of AWS, mapped', 'https://[::ffff:a9fe:a9fe]/'],
    ['the metadata of AWS in v6', 'https://[fd00:ec2::254]/'],
    ['credentials of a container', 'https://169.254.170.2/'],
    ['a private network', 'https://10.0.0.5/'],
    ['another private network', 'https://172.16.0.1/'],
    ['a home network', 'https://192.168.1.1/'],
    ['a carrier’s network', 'https://100.64.0.1/'],
    ['a private network through NAT64', 'https://[64:ff9b::a00:5]/'],
    ['a private network through 6to4', 'https://[2002:a00:5::1]/'],
    ['link-local in v6', 'https://[fe80::1]/'],
    ['multicast', 'https://224.0.0.1/'],
    ['broadcast', 'https://255.255.255.255/'],
  ])('not %s', (_what, url) => expect(problemOfUrl(url, onAws)).toMatch(/^give /))

  it('is this machine on one machine alone, where that is set', () => {
    for (const url of [
      'http://localhost:4001/hook',
      'http://127.0.0.1:4001/',
      'http://[::1]:4001/',
      'https://localhost/',
    ]) {
      expect(problemOfUrl(url, { loopback: true })).toBeUndefined()
    }
    expect(problemOfUrl('http://10.0.0.5/', { loopback: true })).toBeDefined()
    expect(problemOfUrl('http://crm.example.com/', { loopback: true })).toBeDefined()
    expect(refusedAddresses(['127.0.0.1', '::1', '10.0.0.1'], { loopback: true })).toEqual(['10.0.0.1'])
  })

  it('is no address of a private network, however it is written', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const inside = fc.oneof(
      fc.tuple(fc.constant(10), octet, octet, octet),
      fc.tuple(fc.constant(127), octet, octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    )
    const ways = [
      (parts: number[]) => parts.join('.'),
      (parts: number[]) => `[::ffff:${parts.join('.')}]`,
      (parts: number[]) => `[64:ff9b::${parts.join('.')}]`,
      (parts: number[]) => parts.map((part) => `0x${part.toString(16)}`).join('.'),
      (parts: number[]) => parts.map((part) => `0${part.toString(8)}`).join('.'),
      (parts: number[]) => String(parts.reduce((sum, part) => sum * 256 + part, 0)),
    ]
    fc.assert(
      fc.property(inside, fc.constantFrom(...ways), (parts, way) => {
        expect(problemOfUrl(`https://${way(parts)}/`, onAws)).toBeDefined()
        expect(isPublicAddress(parts.join('.'))).toBe(false)
      }),
    )
  })

  it('is said for any text without an error of its own', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => void problemOfUrl(text, onAws)))
  })
})
