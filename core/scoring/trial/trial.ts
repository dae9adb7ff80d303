import * as z from 'zod/mini'
import { stage, stages } from '../../leads/lead.ts'
import { instant, slug } from '../../names.ts'
import type { ScoringModel } from '../model.ts'
import { moves, noMoves } from './moves.ts'
import { noVolume, volume } from './volume.ts'

/** What a trial asks of all leads. */
export const trialKinds = ['plan', 'volume', 'backtest'] as const
export type TrialKind = (typeof trialKinds)[number]

/** `MODELTRIAL#id / TRIAL`: what a model would do with all leads, page by page; kept for a day. */
export const trial = z.object({
  trialId: z.string(),
  kind: z.enum(trialKinds),
  model: slug,
  /** Of which state of the content: a version, or the draft with this hash. */
  hash: z.string(),
  /** `too-many`: more leads than one trial judges. */
  state: z.enum(['running', 'done', 'too-many']),
  /** Counts pieces of work: only the first to be done with one moves on. */
  page: z.int(),
  stage,
  cursor: z.optional(z.string()),
  /** Leads that were looked at so far; what counts is told by the sums. */
  looked: z.int(),
  /** Leads that could not be read. */
  failed: z.int(),
  startedAt: instant,
  /** When the last piece of work was done. */
  movedAt: instant,
  moves,
  volume,
  /** Leads that were judged, and answers that came too late for them. */
  judged: z.int(),
  late: z.record(z.string(), z.int()),
})
export type Trial = z.infer<typeof trial>

/** More closed leads than this are not judged by one trial: their figures are to be made within a request. */
export const judgedAtMost = 30_000

export function newTrial(
  { trialId, kind, hash }: Pick<Trial, 'trialId' | 'kind' | 'hash'>,
  model: ScoringModel,
  at: string,
): Trial {
  return {
    ...{
      trialId,
      kind,
      hash,
      model: model.id,
      state: 'running',
      page: 1,
      stage: stages[0],
      startedAt: at,
      movedAt: at,
    },
    ...{ looked: 0, failed: 0, judged: 0, late: {} },
    moves: noMoves,
    volume: noVolume(model, Date.parse(at)),
  }
}

/** The trial after a page of one stage: on in it, in the next stage, or done. */
export function afterPage(before: Trial, next: string | undefined): Trial {
  if (before.judged > judgedAtMost) return { ...before, state: 'too-many', cursor: undefined }
  if (next !== undefined) return { ...before, cursor: next }
  const following = stages[stages.indexOf(before.stage) + 1]
  return following
    ? { ...before, stage: following, cursor: undefined }
    : { ...before, state: 'done', cursor: undefined }
}
