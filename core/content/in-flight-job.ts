import * as z from 'zod/mini'

/** How many leads a report names; all are counted. */
const namedAtMost = 50
/** Leads go on while they are gone through: passes are made until one finds nobody to settle, and not for ever. */
const passesAtMost = 5

const outcome = z.enum(['left', 'failed'])

/** What is done with the leads inside a sequence since a version of it went live, and how far it is: `CONTENT#sequences#id / INFLIGHT#version`. */
export const inFlightJob = z.object({
  sequence: z.string(),
  version: z.int(),
  choice: z.enum(['move', 'exit']),
  steps: z.record(z.string(), z.string()),
  again: z.optional(z.boolean()),
  /** `superseded`: a later version went live that says itself what becomes of all who are inside. */
  state: z.enum(['running', 'done', 'superseded']),
  /** Counts pages: only the first to be done with one moves on. */
  page: z.int(),
  pass: z.int(),
  /** The older version that is gone through, and where in it. */
  older: z.int(),
  cursor: z.optional(z.string()),
  /** Moved or taken out; `settledInPass` of them in this pass. */
  settled: z.int(),
  settledInPass: z.int(),
  /** Of this pass: leads that stay where they were for a reason, and leads that could not be read. */
  left: z.int(),
  failed: z.int(),
  leads: z.array(z.object({ leadId: z.string(), outcome, reason: z.string() })),
  startedAt: z.string(),
  endedAt: z.optional(z.string()),
})
export type InFlightJob = z.infer<typeof inFlightJob>

/** What came of one lead. `gone`: it is not inside an older version any more. */
export type Settled =
  | { readonly outcome: 'settled' | 'gone' }
  | { readonly outcome: z.infer<typeof outcome>; readonly leadId: string; readonly reason: string }

/** The job of a version, before its first page: the newest of the older versions comes first. */
export function newJob(
  sequence: string,
  version: number,
  asked: Pick<InFlightJob, 'choice' | 'steps' | 'again'>,
  at: string,
): InFlightJob {
  return {
    sequence,
    version,
    ...asked,
    state: 'running',
    page: 1,
    pass: 1,
    older: version - 1,
    settled: 0,
    settledInPass: 0,
    left: 0,
    failed: 0,
    leads: [],
    startedAt: at,
  }
}

/** The job after a page: on in this version, in the one before it, in another pass, or done. */
export function afterPage(
  job: InFlightJob,
  found: readonly Settled[],
  next: string | undefined,
  at: string,
): InFlightJob {
  const settled = found.filter(({ outcome }) => outcome === 'settled').length
  const told = found.flatMap((one) => (one.outcome === 'left' || one.outcome === 'failed' ? [one] : []))
  const counted: InFlightJob = {
    ...job,
    page: job.page + 1,
    settled: job.settled + settled,
    settledInPass: job.settledInPass + settled,
    left: job.left + told.filter(({ outcome }) => outcome === 'left').length,
    failed: job.failed + told.filter(({ outcome }) => outcome === 'failed').length,
    leads: [...job.leads, ...told].slice(0, namedAtMost),
    cursor: next,
  }
  if (next !== undefined) return counted
  if (job.older > 1) return { ...counted, older: job.older - 1 }
  if (counted.settledInPass === 0 || job.pass >= passesAtMost) return { ...counted, state: 'done', endedAt: at }
  return { ...counted, pass: job.pass + 1, older: job.version - 1, settledInPass: 0, left: 0, failed: 0, leads: [] }
}
