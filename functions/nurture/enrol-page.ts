import { sequencesKind } from '../../core/content/schemas.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { type Broadcast, entersAt } from '../../core/nurture/broadcast.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { reasonNotToEnter, triggersAsItStands } from '../../core/nurture/triggers.ts'
import { env } from '../aws/env.ts'
import { contentVersion } from '../content/published.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { moveBroadcast, readBroadcast } from './broadcast-items.ts'
import { enrol } from './enrol.ts'
import { listAudience } from './list-audience.ts'

/** As many as enter well within the time of one function. */
const leadsOfPage = 40

/**
 * Lets one page of a list into its sequence and asks for the next. A page may be gone through twice: a lead bears the mark of the list that brought it,
 * and only the first to be done with a page moves on.
 */
export async function enrolPage(broadcastId: string, page: number): Promise<void> {
  const read = await readBroadcast(broadcastId)
  if (read?.state !== 'running' || read.page !== page) return
  const published = await contentVersion(sequencesKind, read.sequence, read.version)
  if (!published) throw new Error(`version ${read.version} of the sequence of a broadcast is gone`)
  const { leadIds, next } = await listAudience(read.audience, read.place, leadsOfPage)
  let entered = read.entered
  for (const [index, leadId] of leadIds.entries()) {
    // Few of a list that is looked through may be meant: those alone take a turn.
    const position = read.audience.triggered ? entered : read.seen + index
    if (await enters(leadId, read, published.value, position)) entered += 1
  }
  const seen = read.seen + leadIds.length
  const moved: Broadcast = { ...read, page: page + 1, place: next, seen, entered }
  await moveBroadcast(read, next ? moved : { ...moved, state: 'done', endedAt: toInstant(now()) })
  if (!next) log.info('a broadcast is done', { broadcastId, sequence: read.sequence, seen, entered })
}

/** Lets one lead in at its turn, unless it may not enter; true too when this list has brought it in before. */
async function enters(leadId: string, list: Broadcast, sequence: Sequence, position: number): Promise<boolean> {
  const { broadcastId, audience, version, startedAt } = list
  const lead = await readLead(leadId)
  if (!lead) return false
  if (lead.enrolments.some((one) => one.broadcast === broadcastId)) return true
  const { profile } = lead
  const inAudience =
    (!audience.stage || profile.stage === audience.stage) &&
    (!audience.status || profile.status === audience.status) &&
    (!audience.triggered || triggersAsItStands(sequence, lead, now()))
  if (!inAudience || reasonNotToEnter(sequence, lead, now())) return false
  const entersAtMs = entersAt(fromInstant(startedAt), position, env('SEND_RATE'), now())
  return (await enrol(lead, sequence, version, 'by a list', { broadcastId, entersAtMs })) !== undefined
}
