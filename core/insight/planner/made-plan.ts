import type { Stage } from '../../leads/lead.ts'
import type { Forecast } from './forecast.ts'
import type { SourceCosts } from './source-costs.ts'

/** Part of 1, with its interval at 95 % where it was counted. */
export interface PlannedRate {
  readonly rate: number
  readonly low?: number
  readonly high?: number
}

export interface PlannedStage {
  readonly stage: Stage
  readonly needed: number
  /** At the high and at the low end of the conversions. */
  readonly low?: number
  readonly high?: number
  readonly perWeek: number
  /** The first and the last day in which it counts to come into this stage. */
  readonly from: string
  readonly to: string
  /** Days until one is a customer. */
  readonly takesDays: number
  /** To the next stage; a customer has none. */
  readonly next?: PlannedRate & { readonly stage: Stage }
  readonly toCustomer: PlannedRate
  /** The most that one may cost and still earn. */
  readonly mostCost: string
}

/** How the leads that are needed at the first stage come about. */
export interface PlannedShares {
  readonly byItself: { readonly expected: number; readonly low: number; readonly high: number }
  readonly controllable: {
    readonly total: number
    /** Where more, and where less, comes by itself. */
    readonly low: number
    readonly high: number
    readonly perWeek: number
    /** What controllable sources bring a week now. */
    readonly paceNow: number
  }
  /** What comes by itself beyond what is needed. */
  readonly surplus: number
  /** What the controllable leads cost in all, at what they cost lately. */
  readonly cost?: string
  readonly says: string
}

export interface PlannedWeek {
  readonly week: string
  readonly monday: string
  readonly needed: Readonly<Partial<Record<Stage, number>>>
  readonly revenue: string
  /** Of what is needed at the first stage, to two digits behind the point. */
  readonly byItself?: number
  readonly controllable?: number
  readonly actual?: Readonly<Partial<Record<Stage | 'revenue', number | string>>>
}

export interface PlannedSensitivity {
  readonly what: 'rate' | 'takes' | 'deal'
  readonly from?: Stage
  readonly to?: Stage
  readonly instead: string
  readonly of: string
  /** What would be needed at the first stage, and how much more that is; absent where it would be too late. */
  readonly needed?: number
  readonly more?: number
  /** The plan asks for it. */
  readonly asked: boolean
  readonly says: string
}

export interface PlannedActual {
  readonly what: Stage | 'revenue'
  readonly planned: number | string
  readonly actual: number | string
  readonly left: number | string
  /** So much each week has to bring from now on; absent where it is too late. */
  readonly perWeekLeft?: number | string
}

/** A plan worked out. Money is decimal text with all digits of the currency. */
export interface MadePlan {
  readonly id: string
  readonly description?: string
  readonly zone: string
  readonly currency: string
  readonly today: string
  readonly made: string
  readonly goal: {
    readonly revenue: string
    readonly won: string
    readonly from: string
    readonly to: string
    readonly in?: string
  }
  readonly deal: { readonly size: string; readonly margin: string }
  readonly deals: number
  readonly stages: readonly PlannedStage[]
  /** Customers that are expected of the pipeline, and stages of it that come too early to count. */
  readonly pipeline: { readonly customers: number; readonly tooEarly: readonly Stage[] }
  readonly shares?: PlannedShares
  readonly weeks: readonly PlannedWeek[]
  readonly sensitivity: readonly PlannedSensitivity[]
  readonly sources: readonly SourceCosts[]
  readonly actual?: {
    readonly figures: readonly PlannedActual[]
    readonly missing: readonly string[]
    readonly running: string
  }
  readonly forecast?: Forecast & { readonly says: string }
  /** What is to be known, and what must not be overlooked, in sentences. */
  readonly notes: readonly string[]
  readonly alarms: readonly string[]
}
