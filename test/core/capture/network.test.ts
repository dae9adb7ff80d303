import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { networkOf } from '../../../core/capture/network.ts'

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('the network of %s is %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network)
})

it('is the same for all addresses of one /64, however they are written', () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  fc.assert(
    fc.property(
      fc.array(group, { minLength: 4, maxLength: 4 }),
      fc.array(group, { minLength: 4, maxLength: 4 }),
      (net, host) => {
        const hex = (groups: number[], width: number) =>
          groups.map((one) => one.toString(16).padStart(width, '0')).join(':')
        expect(networkOf(hex([...net, ...host], 4))).toBe(networkOf(`${hex(net, 1)}::`))
      },
    ),
  )
})

it('never throws, and does not depend on case', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (given) => {
      expect(networkOf(given.toUpperCase())).toBe(networkOf(given.toLowerCase()))
    }),
  )
})
