import { teamFor } from '../../core/handoff/route-lead.ts'
import { leadFacts } from '../../core/nurture/lead-facts.ts'
import { queryItems } from '../aws/table.ts'
import { policyInForce } from '../handoff/policy-in-force.ts'
import { roomOfTeam } from '../handoff/room-of-team.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { rescoreLead } from './rescore-lead.ts'
import { ripeBox } from './score-items.ts'
import { scoringModelNow } from './scoring-model.ts'

/** So many of those who wait are looked at in one call, the best first. */
const lookedAt = 500

/**
 * Forwards those who are ripe by time or by another model, the highest score first, as many as sales has room for in each team; the others wait on. Who is no
 * longer ripe leaves the list. Safe to repeat, and to run twice at once: a lead is qualified once, and room is counted anew each time.
 */
export async function forwardRipe(): Promise<{ forwarded: number; wait: number }> {
  const model = await scoringModelNow()
  const page = model?.agreed ? await queryItems({ index: 'box', pk: ripeBox, limit: lookedAt }) : { items: [] }
  if (page.items.length === 0) return { forwarded: 0, wait: 0 }
  const policy = await policyInForce()
  const room = new Map<string, number>()
  let forwarded = 0
  for (const { pk } of page.items) {
    const leadId = String(pk).replace('LEAD#', '')
    const lead = await readLead(leadId)
    if (!lead || lead.mailbox.erasedAt) continue
    const { team } = teamFor(policy.value, leadFacts({ profile: lead.profile, nowMs: now() }))
    const left = room.get(team) ?? (await roomOfTeam(team))
    room.set(team, left)
    if (left < 1) continue
    const before = lead.profile.qualification?.k ?? 0
    await rescoreLead(leadId, undefined, true)
    const after = (await readLead(leadId))?.profile.qualification
    if (after?.state !== 'qualified' || after.k === before) continue
    room.set(team, left - 1)
    forwarded += 1
  }
  const wait = page.items.length - forwarded
  log.info('ripe leads were forwarded as sales has room', { forwarded, wait })
  return { forwarded, wait }
}
