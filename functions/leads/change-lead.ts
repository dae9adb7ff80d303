import { isDeepStrictEqual } from 'node:util'
import {
  EnrolmentChanged,
  HandoffChanged,
  LeadChanged,
  LeadErased,
  LeadHandedIn,
  LeadQualified,
  LeadScored,
} from '../../core/events.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { isMergedAway, type LeadState, leadStatus } from '../../core/leads/lead-status.ts'
import { isOpen } from '../../core/nurture/enrolment.ts'
import { type Announcement, announce, announcement, announcing, withoutTold } from '../aws/announce.ts'
import { profileKey } from '../aws/keys.ts'
import { type Item, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { type ReadLead, readLead } from './lead-state.ts'

/** What made a lead change: the type and id of a fact or a decision, and its time. */
export interface Cause {
  readonly type: string
  readonly id: string
  readonly at: string
  /** What triggers and wakers of sequences look at, flat. */
  readonly data?: Record<string, unknown>
}

/** The kinds of events that a lead's profile may owe. */
export const leadEvents = [
  LeadChanged,
  LeadScored,
  LeadQualified,
  LeadHandedIn,
  EnrolmentChanged,
  HandoffChanged,
  LeadErased,
]

/** Too many writers at once; whoever called tries again. */
export class TooContended extends Error {
  constructor() {
    super('the lead was changed by others at each of ten tries')
    this.name = 'TooContended'
  }
}

/**
 * Changes a lead's profile: reads the lead, decides, settles its status from its other items, and writes on condition that nobody wrote in between
 * (else reads and decides again). `LeadChanged`, and what else the decision announces, is owed with the write and told before this returns.
 * Nothing is written or told when nothing changes, unless `tell` asks for it. Who has `read` the lead already saves the first reading; who heard a
 * `LeadChanged` names its version, and it is not told again. Answers the lead as it is now, or undefined when there is none.
 */
export async function changeLead(
  leadId: string,
  cause: Cause,
  decide: (lead: LeadState) => { set?: Partial<Profile>; announce?: readonly Announcement[]; tell?: boolean },
  { read, heard }: { read?: ReadLead | undefined; heard?: number | undefined } = {},
): Promise<ReadLead | undefined> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const lead = attempt === 1 && read ? read : await readLead(leadId)
    if (!lead) return undefined
    const decision = decide(lead)
    const decided: Profile = { ...lead.profile, ...decision.set }
    const settled: Profile = { ...decided, ...leadStatus({ ...lead, profile: decided }, now()) }
    const others = decision.announce ?? []
    const changed = !isDeepStrictEqual(plain(settled), plain(lead.profile))
    if (!changed && !decision.tell && others.length === 0) return lead
    const profile = { ...settled, version: lead.profile.version + 1 }
    const { leadId: id, version, stage, status } = profile
    const changedEvent = announcement(LeadChanged, {
      leadId: id,
      version,
      stage,
      status,
      cause: { type: cause.type, id: cause.id, at: cause.at },
      data: cause.data ?? {},
      inSequence: lead.enrolments.some(isOpen),
    })
    const owed = withoutTold(lead.stored, LeadChanged, heard)
    const set: Item = { ...profile, ...placesOf(profile), ...announcing([changedEvent, ...others], now(), owed) }
    const stored = await updateItem(
      profileKey(leadId),
      { set },
      { text: '#version = :read', names: { '#version': 'version' }, values: { ':read': lead.profile.version } },
    )
    if (!stored) continue
    await announce(profileKey(leadId), stored, leadEvents)
    return { ...lead, profile, stored }
  }
  throw new TooContended()
}

/** The index attributes of a profile: its lists, and when a parked lead comes back. */
export function placesOf(profile: Profile): Item {
  // It is found under the lead that it is merged into.
  const isMerged = isMergedAway(profile)
  const until = profile.status === 'parked' ? profile.parked?.until : undefined
  return {
    byStage: profile.status === 'erased' || isMerged ? undefined : profile.stage,
    byStatus: isMerged ? undefined : profile.status,
    dueKind: until ? 'park' : undefined,
    dueAt: until,
  }
}

/** Without the attributes that are undefined, as they come back from the table. */
function plain(profile: Profile): unknown {
  return JSON.parse(JSON.stringify(profile))
}
