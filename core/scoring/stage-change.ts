import { findingNames } from '../handoff/finding.ts'
import type { Activity } from '../leads/activity.ts'

/** What a stage, or being sales-ready, changes by, in words. */
const says: Readonly<Record<string, string>> = {
  'stage-changed': 'became an MQL',
  qualified: 'became sales-ready',
  dropped: 'is no longer sales-ready',
  'handed-in': 'was handed in by sales',
  'handoff-opened': 'was handed to sales',
  'handoff-accepted': 'was accepted by sales',
  'handoff-qualified': 'was qualified by sales',
  'handoff-rejected': 'was rejected by sales',
  'handoff-recycled': 'was given back to nurturing',
  'opportunity-opened': 'became an opportunity',
  'deal-won': 'became a customer',
  'deal-lost': 'was lost',
}

/** The types of facts that change a stage, or whether a lead is with sales. */
export const stageTypes: ReadonlySet<string> = new Set(Object.keys(says))

/** `became sales-ready with 65 points, by "qualify" of b2b version 3`. */
export function stageInWords({ type, data }: Pick<Activity, 'type' | 'data'>): string {
  const { total, criterion, model, modelVersion, funnelVersion, reason } = data
  const points = typeof total === 'number' ? ` with ${total} points` : ''
  const of = model ? `${model} version ${modelVersion}` : `the funnel, version ${funnelVersion}`
  const by = criterion && (model || funnelVersion) ? `, by “${criterion}” of ${of}` : ''
  const found = type === 'handoff-qualified' ? foundInWords(data) : ''
  return `${says[type] ?? type}${points}${by}${found}${lackingIn(data)}${typeof reason === 'string' ? ` (${reason})` : ''}`
}

/** `: need “one view of the stock”, authority “signs herself”`. */
function foundInWords(data: Activity['data']): string {
  const found = findingNames.flatMap((name) => (typeof data[name] === 'string' ? [`${name} “${data[name]}”`] : []))
  return found.length > 0 ? `: ${found.join(', ')}` : ''
}

/** What was still to be found when it was accepted, or when a CRM reported its deal. */
function lackingIn({ awaits, without }: Activity['data']): string {
  if (Array.isArray(awaits)) return `; sales still has to find out: ${awaits.join(', ')}`
  return Array.isArray(without) ? `; nobody said here what was found of: ${without.join(', ')}` : ''
}
