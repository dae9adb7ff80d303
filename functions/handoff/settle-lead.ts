import type { Handoff } from '../../core/handoff/handoff.ts'
import { profileAfter } from '../../core/handoff/settle.ts'
import { handoffKey } from '../aws/keys.ts'
import { updateItem } from '../aws/table.ts'
import { changeLead } from '../leads/change-lead.ts'

/**
 * Brings a lead in line with its latest hand-off: status, stage, why and until when it is parked. Each state is settled once, so a repeat changes nothing
 * that was decided after it; whoever died before settling is made up for by the consumer of `HandoffChanged`. So the lead that this one is merged into.
 */
export async function settleLead(handoff: Handoff): Promise<void> {
  if (handoff.settled === handoff.state) return
  const { leadId, handoffId, state } = handoff
  const { outcome, findings, answer, openedAt } = handoff
  const at =
    outcome?.at ??
    [findings?.at, answer?.at]
      .filter((one) => one !== undefined)
      .sort()
      .at(-1) ??
    openedAt
  const cause = { type: 'handoff-settled', id: handoffId, at }
  const lead = await changeLead(leadId, cause, ({ handoffs, profile }) => {
    const own = handoffs.filter((one) => one.leadId === leadId)
    const latest = own.reduce((last, one) => (one.k > last.k ? one : last), handoff)
    const isOld = latest.handoffId !== handoffId || latest.state !== state || latest.settled === state
    return isOld ? {} : { set: profileAfter(latest, profile) }
  })
  // Whom it is merged into is the same person: sales said it of them.
  const into = lead?.mailbox.mergedInto
  if (into) {
    await changeLead(into.leadId, cause, ({ handoffs, profile }) => {
      const isOld = handoffs.some(
        (one) => one.openedAt > openedAt || (one.handoffId === handoffId && one.settled === state),
      )
      return isOld ? {} : { set: profileAfter(handoff, profile) }
    })
  }
}

/** What notes that the lead of this hand-off is settled. */
export function settledBy({ state }: Handoff): Pick<Handoff, 'settled'> {
  return { settled: state }
}

/** Notes that the lead of this hand-off is settled, unless the hand-off came to another state since. */
export async function noteSettled(handoff: Handoff): Promise<void> {
  const { handoffId, settled, state } = handoff
  if (settled === state) return
  const stillSo = { text: '#state = :state', names: { '#state': 'state' }, values: { ':state': state } }
  await updateItem(handoffKey(handoffId), { set: settledBy(handoff) }, stillSo)
}
