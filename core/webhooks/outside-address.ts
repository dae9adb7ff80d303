import ipaddr from 'ipaddr.js'

/** Is this an address of the public internet? Private, loopback, link-local (metadata), carrier, multicast, reserved and embedded ones are not, in v4 and v6. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  // What stands for a v4 address inside a v6 one (mapped, NAT64, 6to4, Teredo) has a range of its own, and so is none.
  return ipaddr.parse(address).range() === 'unicast'
}

function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback'
}

/** Names of this machine that a test may use. */
const ownNames = ['localhost', '127.0.0.1', '[::1]']

/** Does this URL name the machine itself? */
export function isOwnMachine({ hostname }: URL): boolean {
  return ownNames.includes(hostname)
}

/** What is wrong with the address that a webhook is to be sent to; undefined when it will do. Names are looked up, and judged again, at each try. */
export function problemOfUrl(text: string, { loopback }: { loopback: boolean }): string | undefined {
  if (!URL.canParse(text)) return 'give a whole address, for example "https://crm.example.com/ripen"'
  const url = new URL(text)
  if (url.username || url.password)
    return 'give the address without a name and password: the signature proves who sends'
  if (url.hash) return 'give the address without a fragment (#…)'
  if (loopback && isOwnMachine(url) && ['http:', 'https:'].includes(url.protocol)) return undefined
  if (url.protocol !== 'https:') return 'give an address that begins with https://'
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  const isNamed = !ipaddr.isValid(literal)
  if (isNamed && !/[^.]\.[^.]/.test(url.hostname)) return 'give the full name of a host on the internet'
  if (!isNamed && !isPublicAddress(literal)) return 'give an address on the internet: this one is private or reserved'
  return undefined
}

/** Which of these addresses, all that a name stands for, may not be connected to. One that may not refuses the name as a whole. */
export function refusedAddresses(addresses: readonly string[], { loopback }: { loopback: boolean }): string[] {
  return addresses.filter((one) => !isPublicAddress(one) && !(loopback && isLoopbackAddress(one)))
}
