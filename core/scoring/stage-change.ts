import type { Activity } from '../leads/activity.ts'

/** What a stage, or being sales-ready, changes by, in words. */
const says: Readonly<Record<string, string>> = {
  'stage-changed': 'became an MQL',
  qualified: 'became sales-ready',
  dropped: 'is no longer sales-ready',
  'handoff-opened': 'was handed to sales',
  'handoff-accepted': 'was accepted by sales',
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
  const { total, criterion, model, modelVersion, reason } = data
  const points = typeof total === 'number' ? ` with ${total} points` : ''
  const by = criterion && model ? `, by “${criterion}” of ${model} version ${modelVersion}` : ''
  return `${says[type] ?? type}${points}${by}${typeof reason === 'string' ? ` (${reason})` : ''}`
}
