import { moveErrors, moveTo, type StandsAt } from '../../core/content/in-flight.ts'
import { type FirstAct, firstAct, planInWords, type Seen, tally } from '../../core/content/in-flight-plan.ts'
import { sequencesKind } from '../../core/content/schemas.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { env } from '../aws/env.ts'
import { enrolmentKey } from '../aws/keys.ts'
import { mailStops } from '../consent/switches.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { type Inside, insideAt, standsIn } from './leads-inside.ts'
import { contentVersion } from './published.ts'

/** How many leads are looked at: at each step its share, one at least. What all would do is then said to be an estimate. */
const lookedAtMost = 200
/** Leads read at the same time. */
const atOnce = 20

export interface Asked {
  readonly steps?: Readonly<Record<string, string>> | undefined
  readonly again?: boolean | undefined
}

/** What each choice would do to the leads inside a sequence, were this its next version. Each lead looked at costs one read of all that decides its next touch. */
export async function planInFlight(next: Sequence, current: number, { steps = {}, again }: Asked) {
  const stands = current > 0 ? await standsIn(next.id, current) : []
  const setting = { zone: env('DEFAULT_ZONE'), ...(await mailStops()) }
  const nowMs = now()
  const act = (sequence: Sequence, enrolment: Enrolment, lead: LeadState): FirstAct =>
    firstAct({ sequence, enrolment, lead, nowMs, setting })
  const [stay, move]: [Seen[], Seen[]] = [[], []]
  await eachLooked(next.id, stands, async ({ version, step }, enrolment, lead) => {
    const pinned = await contentVersion(sequencesKind, next.id, enrolment.version)
    if (pinned) stay.push({ version, step, acts: act(pinned.value, enrolment, lead) })
    const change = moveTo(enrolment, next, { version: current + 1, steps, again }, nowMs)
    if (change) move.push({ version, step, acts: act(next, { ...enrolment, ...change }, lead) })
  })
  const of = stands.reduce((sum, { leads }) => sum + leads, 0)
  const sample = { looked: stay.length, of, atLeast: stands.some(({ atLeast }) => atLeast) }
  const errors = moveErrors(next, stands, steps)
  const choices = {
    stay: tally(stands, stay),
    move: { ...tally(stands, move), ...(errors.length > 0 && { errors }) },
    exit: { mails: [], ends: of },
  }
  const story = planInWords(next.id, stands, choices, sample)
  return { stands, leads: of, ...(sample.atLeast && { atLeast: true }), lookedAt: sample.looked, choices, story }
}

async function eachLooked(
  sequence: string,
  stands: readonly StandsAt[],
  look: (at: StandsAt, enrolment: Enrolment, lead: LeadState) => Promise<void>,
): Promise<void> {
  const total = stands.reduce((sum, { leads }) => sum + leads, 0)
  const left: { at: StandsAt; one: Inside }[] = []
  for (const at of stands.slice(0, lookedAtMost)) {
    const share = total <= lookedAtMost ? at.leads : Math.max(1, Math.floor((lookedAtMost * at.leads) / total))
    for (const one of await insideAt(sequence, at, share)) left.push({ at, one })
  }
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { key } = next.one
      const lead = await readLead(key.pk.replace('LEAD#', ''))
      const enrolment = lead?.enrolments.find((one) => enrolmentKey(one.leadId, one.enrolmentId).sk === key.sk)
      if (lead && enrolment) await look(next.at, enrolment, lead)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
