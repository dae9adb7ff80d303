import { fieldsOf } from '../../core/condition.ts'
import { durationMs } from '../../core/duration.ts'
import { PastLeads } from '../../core/scoring/backtest/past-leads.ts'
import { knownFields, type PastMapping } from '../../core/scoring/backtest/past-mapping.ts'
import { type Figures, figuresOf } from '../../core/scoring/backtest/report.ts'
import {
  driftWarnings,
  lateWarning,
  leakWarning,
  missingFields,
  neverHolding,
  noActivities,
  outcomeTimeWarning,
  rejectedWarning,
  thinWarning,
  unripeWarning,
  type Warning,
} from '../../core/scoring/backtest/warnings.ts'
import type { ScoringModel } from '../../core/scoring/model.ts'
import { seeded } from '../../core/seeded.ts'
import { listError } from '../import/list-error.ts'
import type { DelimiterName } from '../import/list-file.ts'
import { endProgress, progress } from '../output.ts'
import { type ActivitiesRead, type LeadsRead, readActivities, readLeads } from './read-past.ts'

/** What a backtest is asked. */
export interface Asked {
  readonly models: readonly { readonly name: string; readonly model: ScoringModel }[]
  readonly mapping: PastMapping
  readonly leads: string
  readonly activities?: string | undefined
  readonly outcome: string
  /** As people write it: `30d`. */
  readonly judgedAfter: string
  readonly fromMs: number
  readonly untilMs: number
  readonly encoding?: string | undefined
  readonly delimiter?: DelimiterName | undefined
  readonly rejects?: string | undefined
  /** Leads that sales can take in a month. */
  readonly capacity?: number | undefined
  readonly times: number
  readonly seed: number
}

/** A backtest as it is shown, and as `--json` prints it. */
export interface Backtest {
  readonly leads: LeadsRead & { readonly file: string; readonly rejects?: string }
  readonly activities?: ActivitiesRead & { readonly file: string; readonly rejects?: string }
  readonly judgedAfter: string
  readonly capacity?: number
  readonly resampling: { readonly times: number; readonly seed: number; readonly confidence: 0.95 }
  readonly figures: Figures
  readonly warnings: readonly Warning[]
}

/** Reads the files, judges every lead by every model, and makes the figures. Throws Error where a file is not as it should be, or where all leads had one outcome. */
export async function runBacktest(asked: Asked): Promise<Backtest> {
  const { models, mapping, capacity, times, seed, judgedAfter } = asked
  const past = new PastLeads(models, {
    fields: Object.keys(mapping.fields),
    hasActivities: asked.activities !== undefined,
  })
  const leads = await orInPlace(asked.leads, () =>
    readLeads(asked.leads, past, asked, {
      outcome: asked.outcome,
      afterMs: durationMs(judgedAfter),
      fromMs: asked.fromMs,
      untilMs: asked.untilMs,
      needsKey: asked.activities !== undefined,
    }),
  )
  refuseOneOutcome(past, leads, asked)
  const { activities: file } = asked
  const rejects = asked.rejects?.replace(/(\.[^./\\]*)?$/, '.activities$1')
  const activities =
    file === undefined
      ? undefined
      : await orInPlace(file, () => readActivities(file, past, { mapping, encoding: asked.encoding, rejects }))
  progress('judging leads and making the figures …')
  const judged = past.judged()
  const named = new Set(
    models.flatMap(({ model }) => [...model.fit, ...model.indicators].flatMap(({ when }) => fieldsOf(when))),
  )
  const figures = figuresOf(judged, {
    tallies: past.tallies(named),
    resampling: { times, random: seeded(seed) },
    capacity,
  })
  endProgress()
  const known = knownFields(mapping)
  const warnings = [
    ...past.leaks(judged).map((leak) => leakWarning(leak)),
    ...[...past.late].map(([field, count]) => lateWarning(field, count)),
    rejectedWarning(leads.rejected, leads.rows),
    ...uniqueBy(models.flatMap(({ model }) => missingFields(model, known))),
    ...(activities ? [] : [noActivities]),
    ...(activities && mapping.outcome.at === undefined ? [outcomeTimeWarning(judgedAfter)] : []),
    ...models
      .slice(0, 1)
      .flatMap(({ model }) =>
        neverHolding(model, figures.models[0]?.rules ?? [], { known, hasActivities: activities !== undefined }),
      ),
    ...maybe(past.unripe(), unripeWarning),
    thinWarning(figures),
    ...(figures.drift ? driftWarnings(figures.drift) : []),
  ].filter((one) => one !== undefined)
  return {
    leads: {
      file: asked.leads,
      ...leads,
      ...(asked.rejects !== undefined && leads.rejected > 0 && { rejects: asked.rejects }),
    },
    ...(activities && {
      activities: {
        file: file ?? '',
        ...activities,
        ...(rejects !== undefined && activities.rejected > 0 && { rejects }),
      },
    }),
    judgedAfter,
    ...(capacity !== undefined && { capacity }),
    resampling: { times, seed, confidence: 0.95 },
    figures,
    warnings,
  }
}

/** "Outcome column without both values": there is nothing to tell apart. */
function refuseOneOutcome(
  past: PastLeads,
  { rows, taken, open, outside, rejected, reasons }: LeadsRead,
  asked: Asked,
): void {
  if (past.won > 0 && past.lost > 0) return
  endProgress()
  const counts = `${taken} of ${rows} rows count, ${past.won} won and ${past.lost} lost; ${open} are open, ${outside} of another time, ${rejected} rejected`
  const why = reasons.map(
    ({ reason, line, count }) => `\n    line ${line}${count > 1 ? ` and ${count - 1} more` : ''}: ${reason}`,
  )
  throw new Error(
    `${asked.leads}: it takes leads that were won and leads that were lost to compare them\n    ${counts}${why.join('')}\n    is “${asked.outcome}” the column of the outcome, and are its words those that the mapping names (outcome: { won: […], lost: […] })?`,
  )
}

async function orInPlace<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    endProgress()
    throw listError(path, error)
  }
}

function maybe<Value, Made>(value: Value | undefined, make: (value: Value) => Made): Made[] {
  return value === undefined ? [] : [make(value)]
}

/** Two models lack the same fields: that is told once. */
function uniqueBy(warnings: readonly Warning[]): Warning[] {
  return warnings.filter((one, index) => warnings.findIndex(({ says }) => says === one.says) === index)
}
