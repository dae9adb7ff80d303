import { isbot } from 'isbot'
import { fromInstant } from '../names.ts'

/** Nobody reads so fast: what is clicked or opened within this after the mail arrived was a scanner's. */
const readAfterMs = 10_000
/** So fast few do: it counts half. */
const hastyMs = 20_000
/** Nobody follows two links so fast. */
const betweenLinksMs = 2_000
/** Nobody who reads follows every link of a mail within this. */
const allLinksMs = 300_000
/** Of a mail with fewer links than this, following them all says nothing. */
const linksAtLeast = 3

/** What says that it was no person; each is kept with the fact that it marks. */
export const signNames = [
  'right-after-delivery',
  'hasty',
  'links-at-once',
  'every-link',
  'known-scanner',
  'head',
] as const
export type Sign = (typeof signNames)[number]

/** How likely a person did it, from 0 to 1, and why not. */
export interface Likelihood {
  readonly person: number
  readonly signs: readonly Sign[]
}

/** One click on a link of a mail. */
export interface Click {
  readonly at: string
  readonly link: string
  /** What its agent and method said when it was reported; neither is kept. */
  readonly signs?: readonly Sign[] | undefined
}

/** What a browser's name, method and purpose (`prefetch`, `prerender`) tell by themselves. A bare `Mozilla/5.0` is what Apple fetches images as: of a click it says nothing. */
export function signsOfAgent({
  agent,
  method,
  purpose = '',
}: {
  agent?: string | undefined
  method?: string | undefined
  purpose?: string | undefined
}): Sign[] {
  const isScanner =
    (agent !== undefined && agent !== 'Mozilla/5.0' && isbot(agent)) || /prefetch|prerender/i.test(purpose)
  return [...(isScanner ? ['known-scanner' as const] : []), ...(method === 'HEAD' ? ['head' as const] : [])]
}

/**
 * How likely each of the clicks on one mail was a person's, all seen beside each other, in their order. `arrivedAt` is the delivery, or the sending while no
 * delivery is known; `linksInMail` is how many different links the mail has, where that is known.
 */
export function judgeClicks(clicks: readonly Click[], arrivedAt: string, linksInMail?: number): Likelihood[] {
  const times = clicks.map(({ at }) => fromInstant(at))
  const within = (index: number, ms: number) =>
    new Set(
      clicks.filter((_, other) => Math.abs((times[other] ?? 0) - (times[index] ?? 0)) <= ms).map(({ link }) => link),
    )
  return clicks.map(({ signs = [] }, index) => {
    const after = (times[index] ?? 0) - fromInstant(arrivedAt)
    const all = linksInMail !== undefined && linksInMail >= linksAtLeast
    return likelihoodOf([
      ...signs,
      ...ofHaste(after),
      ...(within(index, betweenLinksMs).size > 1 ? ['links-at-once' as const] : []),
      ...(all && within(index, allLinksMs).size >= linksInMail ? ['every-link' as const] : []),
    ])
  })
}

/** How likely an opened mail was opened by a person: mail programs and their proxies fetch its images by themselves. */
export function judgeOpen(at: string, arrivedAt: string, agent: string | undefined): Likelihood {
  const prefetched = agent !== undefined && (agent === 'Mozilla/5.0' || isbot(agent))
  const after = fromInstant(at) - fromInstant(arrivedAt)
  return likelihoodOf([...(prefetched ? ['known-scanner' as const] : []), ...ofHaste(after)])
}

function ofHaste(afterMs: number): Sign[] {
  if (afterMs <= readAfterMs) return ['right-after-delivery']
  return afterMs <= hastyMs ? ['hasty'] : []
}

function likelihoodOf(signs: readonly Sign[]): Likelihood {
  if (signs.length === 0) return { person: 1, signs }
  return { person: signs.every((sign) => sign === 'hasty') ? 0.5 : 0, signs }
}

/** What a fact says of it: `machine` where no person is likely, and how likely one is where that is not sure. Nothing where nothing speaks against a person. */
export function markOf({ person, signs }: Likelihood): { machine?: true; person?: number; signs?: string[] } {
  if (person === 1) return {}
  return { ...(person === 0 ? { machine: true as const } : { person }), signs: [...signs] }
}
