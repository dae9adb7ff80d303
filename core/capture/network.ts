/** The network that an address stands for when posts are counted: the address itself for IPv4, its /64 for IPv6, which one customer usually has whole. */
export function networkOf(ip: string): string {
  const bare = (ip.split('%')[0] ?? '').toLowerCase()
  if (!bare.includes(':')) return bare
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(bare)
  if (mapped) return mapped[1] as string
  const [head = '', tail] = bare.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}
