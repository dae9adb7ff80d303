import type { Activity } from '../leads/activity.ts'
import { toInstant } from '../names.ts'
import { type FindingName, type Findings, type Found, findingNames } from './finding.ts'
import type { Handoff } from './handoff.ts'

type Known = Pick<Handoff, 'asks' | 'findings'>

/** What the funnel asks of this lead and nobody found yet. */
export function missingFindings({ asks, findings }: Known, more: Found = {}): FindingName[] {
  return (asks?.findings ?? []).filter((name) => more[name] === undefined && findings?.found[name] === undefined)
}

/**
 * "SQL: sales found need and authority": all that was asked is found, by sales development or by sales. Where nothing was asked, whoever of sales accepts the lead has
 * found what it takes, and what sales development found beside makes none.
 */
export function isQualifiedBySales(handoff: Pick<Handoff, 'asks' | 'findings' | 'state' | 'passesTo'>): boolean {
  if (missingFindings(handoff).length > 0) return false
  return (
    (handoff.asks !== undefined && handoff.findings !== undefined) ||
    (handoff.state === 'accepted' && !handoff.passesTo)
  )
}

export interface Qualifying {
  readonly by: string
  readonly found: Found
}

/**
 * `changed` once stored; `same`: all of it is known. `missing`: of what is asked something is still not found. `early`: nobody accepted the lead. `over`: sales has not
 * got it any more.
 */
export type Qualified =
  | { readonly result: 'changed'; readonly handoff: Handoff; readonly fact: Activity }
  | { readonly result: 'missing'; readonly missing: readonly FindingName[] }
  | { readonly result: 'same' | 'early' | 'over' }

/** The lead with what sales found: what is said later corrects what was said of the same before, and leaves the rest. */
export function qualify(handoff: Handoff, { by, found }: Qualifying, nowMs: number): Qualified {
  if (handoff.state === 'open') return { result: 'early' }
  if (handoff.state !== 'accepted' && handoff.state !== 'opportunity') return { result: 'over' }
  const missing = missingFindings(handoff, found)
  if (missing.length > 0) return { result: 'missing', missing }
  const known = handoff.findings?.found ?? {}
  const news = findingNames.filter((name) => found[name] !== undefined && found[name] !== known[name])
  if (news.length === 0) return { result: 'same' }
  const findings: Findings = {
    found: inOrder({ ...known, ...Object.fromEntries(news.map((name) => [name, found[name]])) }),
    at: toInstant(nowMs),
    by,
    times: (handoff.findings?.times ?? 0) + 1,
  }
  // The lead is to be brought in line once more, in the same state.
  const qualified: Handoff = { ...handoff, findings, settled: undefined }
  return { result: 'changed', handoff: qualified, fact: qualifiedFact(qualified, findings) }
}

/** "Every change of stage cites the criterion and its version"; where nothing was asked it changes none. A correction is a fact of its own. */
function qualifiedFact({ leadId, handoffId, k, asks }: Handoff, { found, at, by, times }: Findings): Activity {
  const id = `handoff-qualified-${k}${times === 1 ? '' : `-${times}`}`
  const cited = asks && { to: 'sql', criterion: 'sql', funnelVersion: asks.funnelVersion }
  return { leadId, id, type: 'handoff-qualified', at, data: { handoffId, by, ...cited, ...inOrder(found) } }
}

function inOrder(found: Found): Partial<Record<FindingName, string>> {
  return Object.fromEntries(
    findingNames.flatMap((name) => (found[name] === undefined ? [] : [[name, found[name]] as const])),
  )
}
