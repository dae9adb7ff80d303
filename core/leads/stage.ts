import type { Activity } from './activity.ts'
import { type Stage, stages } from './lead.ts'

/** The stage that a lead has at least, once this happened; undefined when the fact says nothing of it. */
export function stageBy({ type, data }: Pick<Activity, 'type' | 'data'>): Stage | undefined {
  switch (type) {
    // "An address on a list is not a lead before an act of its own"; a form says what posting it makes of a person.
    case 'form-submitted':
      return data.makes === 'subscriber' ? 'subscriber' : 'lead'
    // Who comes from elsewhere by an act there (a webinar, a form of a network) is one; a row of a list is not.
    case 'list-imported':
      return data.makes === 'lead' ? 'lead' : undefined
    case 'stage-changed':
      return stages.find((stage) => stage === data.to)
    // Sales-ready is an MQL over the bar that sales set.
    case 'qualified':
      return 'mql'
    // Where the funnel asks for need and authority, accepting alone makes none.
    case 'handoff-accepted':
      return data.awaits === undefined ? 'sql' : undefined
    // What sales found beside, where the funnel asks for nothing, makes none either.
    case 'handoff-qualified':
      return data.to === 'sql' ? 'sql' : undefined
    case 'opportunity-opened':
      return 'opportunity'
    case 'deal-won':
      return 'customer'
  }
  return undefined
}

/** The further of two stages: a stage only rises. */
export function further(a: Stage, b: Stage | undefined): Stage {
  return b !== undefined && stages.indexOf(b) > stages.indexOf(a) ? b : a
}
