import type { Activity } from '../leads/activity.ts'
import type { Profile } from '../leads/lead.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import type { Handoff } from './handoff.ts'

type Qualification = NonNullable<Profile['qualification']>

/** `new`: the lead is sales-ready from now on. `again`: the same person handed it in, and it is not answered. `taken`: sales has it, or gets it. */
export type HandedIn =
  | { readonly result: 'new' | 'again'; readonly qualification: Qualification }
  | { readonly result: 'taken'; readonly handoff: Handoff | undefined }

/** What becomes of a lead that somebody of sales hands in: the next of its qualifications, by a person's word. */
export function handIn(
  { profile, handoffs }: LeadState,
  handedIn: NonNullable<Qualification['handedIn']>,
  nowMs: number,
): HandedIn {
  const { qualification: before } = profile
  const latest = before && handoffs.find(({ k, leadId }) => k === before.k && leadId === profile.leadId)
  const isOnItsWay = before?.state === 'qualified' && !latest
  const isOpen = isOnItsWay || latest?.state === 'open'
  if (isOpen && before?.handedIn?.by === handedIn.by) return { result: 'again', qualification: before }
  const withSales = handoffs.find(isWithSales)
  if (withSales || isOnItsWay) return { result: 'taken', handoff: withSales }
  const k = Math.max(before?.k ?? 0, ...handoffs.map((one) => one.k)) + 1
  return { result: 'new', qualification: { k, state: 'qualified', at: toInstant(nowMs), handedIn } }
}

/** The fact that sales handed the lead in; undefined where its k-th qualification is the score's. */
export function handedInFact({ leadId, qualification }: Profile, k: number): Activity | undefined {
  if (!qualification?.handedIn || qualification.k !== k) return undefined
  const { at, handedIn } = qualification
  const { by, reason } = handedIn
  return { leadId, id: `handed-in-${k}`, type: 'handed-in', at, data: { k, by, reason, for: handedIn.for } }
}
