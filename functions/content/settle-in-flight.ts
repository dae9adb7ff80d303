import { toInstant } from '../../core/names.ts'
import { type Enrolment, enrolment, isOpen } from '../../core/nurture/enrolment.ts'
import { takeOut } from '../../core/nurture/steering.ts'
import { enrolmentKey, type Key } from '../aws/keys.ts'
import { getItem, updateItem } from '../aws/table.ts'
import { placesOfEnrolment, tellEnrolment, wake } from '../nurture/enrolment-items.ts'
import { settleLead } from '../nurture/settle-lead.ts'
import { now } from '../runtime/clock.ts'
import type { InFlight } from './content-items.ts'
import { enrolmentsIn } from './leads-inside.ts'

const triesAtMost = 8
export const outByVersion = 'taken out when a new version went live'

/**
 * Moves those inside older versions of a sequence to this one, or takes them out. Safe to repeat: who was moved or is out is no longer inside an older version.
 * Answers how many it settled.
 */
export async function settleInFlight(sequence: string, version: number, asked: InFlight): Promise<number> {
  let settled = 0
  for (let older = version - 1; older >= 1; older -= 1) {
    for await (const { key } of enrolmentsIn(sequence, older)) {
      if (await settleOne(key, older, version, asked)) settled += 1
    }
  }
  return settled
}

async function settleOne(key: Key, from: number, to: number, asked: InFlight): Promise<boolean> {
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const item = await getItem(key)
    const read = item && enrolment.parse(item)
    if (!read || !isOpen(read) || read.version !== from) return false
    if (asked.choice === 'exit' ? await exit(read) : await move(read, to, asked.steps)) return true
  }
  throw new Error('an enrolment was changed by others at each of eight tries to move it')
}

/**
 * The cursor goes to the same step of the new version, or to the one named for it, with `wakeSeq` + 1, so that a TakeStep in flight decides again. It is due at
 * once: the sweep that looks at what is overdue starts its clock, within half an hour.
 */
async function move(read: Enrolment, version: number, steps: Readonly<Record<string, string>>): Promise<boolean> {
  const { leadId, enrolmentId, wakeSeq, state } = read
  const at = toInstant(now())
  const step = (Object.hasOwn(steps, read.step) ? steps[read.step] : undefined) ?? read.step
  const since = step === read.step ? read.since : at
  const due = state === 'active' ? at : undefined
  const moved: Enrolment = { ...read, version, step, since, due, wakeSeq: wakeSeq + 1 }
  const set = { version, step, since, due, wakeSeq: moved.wakeSeq, ...placesOfEnrolment(moved) }
  const stored = await updateItem(
    enrolmentKey(leadId, enrolmentId),
    { set },
    {
      text: '#wakeSeq = :read AND #step = :step AND #version = :version AND #state = :state',
      names: { '#wakeSeq': 'wakeSeq', '#step': 'step', '#version': 'version', '#state': 'state' },
      values: { ':read': wakeSeq, ':step': read.step, ':version': read.version, ':state': state },
    },
  )
  return stored !== undefined
}

async function exit(read: Enrolment): Promise<boolean> {
  const change = takeOut(read, now(), outByVersion)
  if (typeof change === 'string') return true
  const out = await wake(read, change, [read.state])
  if (!out) return false
  await tellEnrolment(out)
  const cause = { type: 'enrolment-exited', id: out.enrolmentId, at: toInstant(now()) }
  await settleLead(out.leadId, { ...cause, data: { sequence: out.sequence } })
  return true
}
