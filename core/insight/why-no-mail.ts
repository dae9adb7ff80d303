/** What the API shows of a lead, as far as it decides mail. */
export interface ShownForMail {
  readonly status: string
  readonly mailable: boolean
  readonly suppressed?: string | undefined
  readonly suppression?:
    | { readonly reason: string; readonly at: string; readonly detail?: string | undefined }
    | undefined
  readonly parked?: { readonly reason: string; readonly until?: string | undefined } | undefined
  readonly consents: readonly {
    readonly topic: string
    readonly channel?: string | undefined
    readonly state: string
    readonly decidedAt: string
  }[]
  readonly enrolments: readonly {
    readonly enrolmentId: string
    readonly sequence?: string | undefined
    readonly state: string
    readonly step: string
    readonly due?: string | undefined
    readonly held?: string | undefined
    /** The task or the message that its step waits for. */
    readonly asked?: { readonly step: string } | undefined
    readonly reason?: string | undefined
    readonly endedAt?: string | undefined
  }[]
  readonly handoff?:
    | { readonly state: string; readonly owner: string; readonly routedBy?: string | undefined }
    | undefined
}

/** One reason why no marketing mail goes to a lead now, with what would change it. */
export interface NoMailReason {
  readonly why: string
  readonly mend?: string
}

/** A sequence that somebody paused as a whole. */
export interface PausedSequence {
  readonly sequence: string
  readonly by: string
  readonly reason: string
  readonly at: string
}

/** How a time is said to whoever asks. */
type Said = (at: string) => string

/** Why a lead gets no marketing mail now, the hardest reason first; empty when the next mail is simply due. What mends it is said in commands. */
export function whyNoMail(
  lead: ShownForMail,
  marketingMail: { readonly on: boolean; readonly reason: string },
  paused: readonly PausedSequence[] = [],
  said: Said = (at) => at,
): NoMailReason[] {
  if (lead.status === 'erased')
    return [{ why: 'The lead is erased.', mend: 'Only a fresh double opt-in of the person lifts it.' }]
  return [
    ...suppressed(lead, said),
    ...stopped(marketingMail),
    ...consentless(lead, said),
    ...withSales(lead),
    ...parked(lead, said),
    ...pausedSequences(paused, said),
    ...waiting(lead, said),
  ]
}

function suppressed({ suppression, suppressed: reason }: ShownForMail, said: Said): NoMailReason[] {
  if (!suppression) return reason ? [{ why: `The address is suppressed: ${reason}.` }] : []
  const detail = suppression.detail ? ` (${suppression.detail})` : ''
  return [
    {
      why: `The address is suppressed since ${said(suppression.at)}: ${suppression.reason}${detail}.`,
      mend: 'If that was an error, an admin lifts it through the API: POST /leads/{leadId}/unsuppress.',
    },
  ]
}

function stopped({ on, reason }: { on: boolean; reason: string }): NoMailReason[] {
  if (on) return []
  return [{ why: `All marketing mail is stopped by the switch: ${reason}.`, mend: 'docs/runbook.md#stopping-all-mail' }]
}

function consentless({ consents: all, mailable }: ShownForMail, said: Said): NoMailReason[] {
  const consents = all.filter(({ channel }) => channel === undefined)
  if (mailable || consents.some(({ state }) => state === 'granted')) return []
  if (consents.length === 0)
    return [
      { why: 'There is no record of consent to any topic.', mend: 'The person ticks a box of a form and confirms.' },
    ]
  return consents.map(({ topic, state, decidedAt }) =>
    state === 'pending'
      ? {
          why: `${topic}: asked for on ${said(decidedAt)}, not confirmed.`,
          mend: 'The person presses the button of the confirmation mail.',
        }
      : { why: `${topic}: withdrawn on ${said(decidedAt)}.` },
  )
}

function withSales({ status, handoff }: ShownForMail): NoMailReason[] {
  if (status !== 'with-sales' || !handoff) return []
  return [
    {
      why: `Sales has the lead (${handoff.owner}, ${handoff.state}): ordinary sequences hold.${whyThem(handoff.routedBy)}`,
      mend: 'Sales recycles or rejects it.',
    },
  ]
}

function whyThem(routedBy: string | undefined): string {
  return routedBy ? ` Why this owner: ${routedBy}.` : ''
}

function parked({ status, parked: parking }: ShownForMail, said: Said): NoMailReason[] {
  if (status !== 'parked' || !parking) return []
  return [{ why: `The lead is parked: ${parking.reason}${parking.until ? ` until ${said(parking.until)}` : ''}.` }]
}

function pausedSequences(paused: readonly PausedSequence[], said: Said): NoMailReason[] {
  return paused.map(({ sequence, by, reason, at }) => ({
    why: `The sequence ${sequence} is paused by ${by} since ${said(at)}: ${reason}.`,
    mend: `When that is over: ripen sequence resume ${sequence} --reason "…"`,
  }))
}

function waiting({ enrolments }: ShownForMail, said: Said): NoMailReason[] {
  const open = enrolments.filter(({ state }) => state === 'active' || state === 'paused')
  if (open.length === 0) {
    const why = `The lead is in no sequence${lastLeft(enrolments, said)}.`
    return [{ why, mend: 'A trigger takes it in, or: ripen enrol <sequence> <lead>' }]
  }
  return open.map(({ enrolmentId, sequence, state, step, due, held, asked, reason }) => {
    const name = sequence ?? enrolmentId.replace(/\.\d+$/, '')
    if (state === 'paused') {
      const why = `${enrolmentId} is paused at ${step}${reason ? ` (${reason})` : ''}.`
      return { why, mend: `When that is over: ripen enrolment resume ${name} <lead>` }
    }
    return {
      why: `${enrolmentId} waits at ${step}${due ? ` until ${said(due)}` : ''}${held ? `: ${heldInWords(held)}` : asked?.step === step ? ': it is a task or a message, and nothing came of it yet (ripen lead <lead> shows it)' : ''}.`,
    }
  })
}

/** What it left last, and why: `exit: segment active-again`. */
function lastLeft(enrolments: ShownForMail['enrolments'], said: Said): string {
  const left = enrolments.filter(({ endedAt, reason }) => endedAt !== undefined && reason !== undefined)
  const last = left.toSorted((a, b) => String(b.endedAt).localeCompare(String(a.endedAt)))[0]
  return last ? `; it left ${last.enrolmentId} at ${said(String(last.endedAt))}: ${last.reason}` : ''
}

const holds: Readonly<Record<string, string>> = {
  window: 'the window of the sequence is closed',
  habit: 'it waits for the hour at which this lead reads, by its own clicks',
  'common hours': 'it waits for the hour at which most leads read, since this one has not clicked yet',
  'with-sales': 'sales has the lead',
  parked: 'sales gave the lead back for later',
  replied: 'the lead replied, and no sequence writes while somebody answers',
}

/** Why a step waits, for people. */
export function heldInWords(held: string): string {
  const [, mails, time] = /^cap of (\d+) in (\S+)$/.exec(held) ?? []
  if (mails !== undefined) return `the cap is reached, ${mails} in ${time} counted over all sequences`
  const [, first] = /^(?:priority|turn) of (.+)$/.exec(held) ?? []
  if (first !== undefined) return `${first} mails first, and the cap has no room for both`
  return Object.hasOwn(holds, held) ? String(holds[held]) : held
}
