import * as z from 'zod/mini'
import { derivedId } from '../../core/consent/derived-id.ts'
import { sequencesKind } from '../../core/content/schemas.ts'
import { instant, slug, toInstant } from '../../core/names.ts'
import { sequencePauseKey, sequencePauseRecordKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem, queryItems } from '../aws/table.ts'
import { forgetStops } from '../consent/switches.ts'
import { current } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'

/** `SWITCH#marketing-mail / PAUSED#sequence`; every setting is kept as `SWITCH#sequence#id / AT#time`, so that who did what and why can be read. */
const sequencePause = z.object({
  sequence: slug,
  paused: z.boolean(),
  reason: z.string(),
  by: z.string(),
  at: instant,
})
export type SequencePause = z.infer<typeof sequencePause>

/**
 * Pauses a sequence or lets it go on, with who and why; what is so already stays as it is. It works within 10 s everywhere: no enrolment is touched, each lead
 * meets it at its next decision. Throws {@link Problem} 404 where no such sequence is published.
 */
export async function setSequencePaused(set: Omit<SequencePause, 'at'>): Promise<SequencePause> {
  const before = await readSequencePause(set.sequence)
  if (before.paused === set.paused) return before
  const one: SequencePause = { ...set, at: toInstant(now()) }
  // The record first: a sequence that was paused is never without it.
  await putItem(sequencePauseRecordKey(one.sequence, one.at, derivedId(JSON.stringify(one))), one, ifAbsent)
  await putItem(sequencePauseKey(one.sequence), one)
  forgetStops()
  return one
}

/** Whether a sequence is paused as it stands now; throws {@link Problem} 404 where no such sequence is published. */
export async function readSequencePause(sequence: string): Promise<SequencePause> {
  if (!(await current(sequencesKind, sequence))) throw new Problem(404, 'There is no published sequence of this name.')
  const item = await getItem(sequencePauseKey(sequence))
  if (item) return sequencePause.parse(item)
  return { sequence, paused: false, reason: 'never paused', by: 'default', at: toInstant(0) }
}

/** The last 20 times that somebody paused or resumed it, newest first. */
export async function pausesBefore(sequence: string): Promise<SequencePause[]> {
  const { pk } = sequencePauseRecordKey(sequence, '', '')
  const { items } = await queryItems({ pk, prefix: 'AT#', newestFirst: true, limit: 20 })
  return items.map((one) => sequencePause.parse(one))
}
