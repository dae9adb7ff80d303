/** Asking the platform costs a good part of a decision about a mail: what it said is kept, of as many names as there are zones. */
const known = new Map<string, boolean>()
const knownAtMost = 1_000

/** Is this a time zone of IANA that clocks can be read in? */
export function isZone(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const there = canBeRead(name)
  if (known.size < knownAtMost) known.set(name, there)
  return there
}

function canBeRead(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
