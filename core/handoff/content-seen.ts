/** One thing that a lead did, as its story has it. */
export interface SeenAct {
  readonly type: string
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What a lead looked at, how often, and when last. */
export interface Seen {
  readonly kind: 'mail' | 'page' | 'download' | 'search' | 'form'
  /** The id of the mail or form, the path of the page, the file, the words looked for. */
  readonly what: string
  readonly times: number
  readonly last: string
}

/** By activity type: what kind it is, and which of the fact's data names the thing. The first that is there does. */
const named: Readonly<Record<string, readonly [Seen['kind'], readonly string[]]>> = {
  'email-clicked': ['mail', ['template', 'link']],
  'page-visited': ['page', ['path', 'url']],
  'content-downloaded': ['download', ['title', 'file', 'path', 'content', 'url']],
  'site-searched': ['search', ['query', 'words', 'q']],
  'form-submitted': ['form', ['form']],
}

/** "Content seen": what the lead looked at, each thing once, the latest first. Clicks of machines are none of its own. */
export function contentSeen(acts: readonly SeenAct[]): Seen[] {
  const seen = new Map<string, Seen>()
  for (const { type, at, data } of acts) {
    const known = Object.hasOwn(named, type) ? named[type] : undefined
    const what = known?.[1].map((name) => data[name]).find((value) => typeof value === 'string' && value !== '')
    if (!known || typeof what !== 'string' || data.machine === true) continue
    const key = `${known[0]} ${what}`
    const before = seen.get(key)
    seen.set(key, {
      kind: known[0],
      what,
      times: (before?.times ?? 0) + 1,
      last: before && before.last > at ? before.last : at,
    })
  }
  return [...seen.values()].sort((a, b) => (a.last === b.last ? (a.what < b.what ? -1 : 1) : a.last < b.last ? 1 : -1))
}
