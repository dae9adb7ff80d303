/** What the API shows of a lead, as far as it decides mail. */
export interface ShownForMail {
  readonly status: string
  readonly mailable: boolean
  readonly suppressed?: string | undefined
  readonly suppression?:
    | { readonly reason: string; readonly at: string; readonly detail?: string | undefined }
    | undefined
  readonly parked?: { readonly reason: string; readonly until?: string | undefined } | undefined
  readonly consents: readonly { readonly topic: string; readonly state: string; readonly decidedAt: string }[]
  readonly enrolments: readonly {
    readonly enrolmentId: string
    readonly sequence?: string | undefined
    readonly state: string
    readonly step: string
    readonly due?: string | undefined
    readonly held?: string | undefined
    readonly reason?: string | undefined
  }[]
  readonly handoff?: { readonly state: string; readonly owner: string } | undefined
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

/** Why a lead gets no marketing mail now, the hardest reason first; empty when the next mail is simply due. */
export function whyNoMail(
  lead: ShownForMail,
  marketingMail: { readonly on: boolean; readonly reason: string },
  paused: readonly PausedSequence[] = [],
): NoMailReason[] {
  if (lead.status === 'erased')
    return [{ why: 'The lead is erased.', mend: 'Only a fresh double opt-in of the person lifts it.' }]
  return [
    ...suppressed(lead),
    ...stopped(marketingMail),
    ...consentless(lead),
    ...withSales(lead),
    ...parked(lead),
    ...pausedSequences(paused),
    ...waiting(lead),
  ]
}

function suppressed({ suppression, suppressed: reason }: ShownForMail): NoMailReason[] {
  if (!suppression) return reason ? [{ why: `The address is suppressed: ${reason}.` }] : []
  const detail = suppression.detail ? ` (${suppression.detail})` : ''
  return [
    {
      why: `The address is suppressed since ${suppression.at}: ${suppression.reason}${detail}.`,
      mend: 'If that was an error, an admin lifts it: POST /leads/{leadId}/unsuppress.',
    },
  ]
}

function stopped({ on, reason }: { on: boolean; reason: string }): NoMailReason[] {
  if (on) return []
  return [{ why: `All marketing mail is stopped by the switch: ${reason}.`, mend: 'docs/runbook.md#stopping-all-mail' }]
}

function consentless({ consents, mailable }: ShownForMail): NoMailReason[] {
  if (mailable || consents.some(({ state }) => state === 'granted')) return []
  if (consents.length === 0)
    return [
      { why: 'There is no record of consent to any topic.', mend: 'The person ticks a box of a form and confirms.' },
    ]
  return consents.map(({ topic, state, decidedAt }) =>
    state === 'pending'
      ? {
          why: `${topic}: asked for on ${decidedAt}, not confirmed.`,
          mend: 'The person presses the button of the confirmation mail.',
        }
      : { why: `${topic}: withdrawn on ${decidedAt}.` },
  )
}

function withSales({ status, handoff }: ShownForMail): NoMailReason[] {
  if (status !== 'with-sales' || !handoff) return []
  return [
    {
      why: `Sales has the lead (${handoff.owner}, ${handoff.state}): ordinary sequences hold.`,
      mend: 'Sales recycles or rejects it.',
    },
  ]
}

function parked({ status, parked: parking }: ShownForMail): NoMailReason[] {
  if (status !== 'parked' || !parking) return []
  return [{ why: `The lead is parked: ${parking.reason}${parking.until ? ` until ${parking.until}` : ''}.` }]
}

function pausedSequences(paused: readonly PausedSequence[]): NoMailReason[] {
  return paused.map(({ sequence, by, reason, at }) => ({
    why: `The sequence ${sequence} is paused by ${by} since ${at}: ${reason}.`,
    mend: `When that is over: ripen sequence resume ${sequence} --reason "…"`,
  }))
}

function waiting({ enrolments }: ShownForMail): NoMailReason[] {
  const open = enrolments.filter(({ state }) => state === 'active' || state === 'paused')
  if (open.length === 0)
    return [{ why: 'The lead is in no sequence.', mend: 'POST /leads/{leadId}/enrolments, or a trigger.' }]
  return open.map(({ enrolmentId, state, step, due, held, reason }) => {
    if (state === 'paused')
      return { why: `${enrolmentId} is paused at ${step}${reason ? ` (${reason})` : ''}.`, mend: 'POST …/resume' }
    return { why: `${enrolmentId} waits at ${step}${due ? ` until ${due}` : ''}${held ? `: ${held}` : ''}.` }
  })
}
