import { faultsOf } from '../../core/nurture/check-lead.ts'
import { executionName } from '../../core/nurture/send-id.ts'
import { touchNameOf } from '../../core/outreach/touch.ts'
import { clock } from '../fixtures/a-clock.ts'
import { checkHistory } from '../history/check-history.ts'
import { type LeadHistory, readLeads, type StoredItem } from '../history/lead-history.ts'
import { downloadsOf } from './download-guarantees.ts'
import { executionArn } from './machines.ts'
import { messagesOf, touchesIn } from './message-guarantees.ts'
import type { Moment } from './moments.ts'
import type { Made } from './plan.ts'
import { handoffOf, type Mail, taskOf } from './ses.ts'
import { settings } from './settings.ts'
import type { World } from './world.ts'

/** Every promise that a run broke, in words; a good run breaks none. */
export function brokenIn(world: World, moments: readonly Moment[]): string[] {
  const items = world.table.everything() as StoredItem[]
  const leads = [...readLeads(items).values()]
  return [
    ...checkHistory({ items, mails: world.mails, nowMs: clock.ms }).map(({ rule, where }) => `${rule}: ${where}`),
    ...world.queues.dead.map((dead) => `nothing ends in a dead-letter queue: ${dead}`),
    ...[...world.machines.executions.values()]
      .filter(({ status }) => status === 'FAILED')
      .map(({ machine, input }) => `no machine fails for good: ${machine} ${input}`),
    ...moments.flatMap((moment) => afterMoment(moment, moments, world, leads)),
    ...world.mails.flatMap((mail) => longAfterClaim(mail, world.faults.calls)),
    ...leads.flatMap((lead) => [...clocksOf(lead, world), ...staffMails(lead, world.mails)]),
    ...messagesOf(world, moments, leads),
    ...downloadsOf(world, moments, leads),
  ]
}

/** "No SES call is issued more than 10 s after its claim by the sender's own clock check." */
function longAfterClaim({ afterCalls, at }: Mail, calls: readonly Made[]): string[] {
  const call = calls[afterCalls - 1]
  const claim = calls
    .slice(0, afterCalls - 1)
    .findLast(({ by, item }) => by === call?.by && /^(MAILBOX|(STAFF|REPLY|TASK)MAIL#.+)$/.test(item ?? ''))
  if (!call || !claim) return [`a mail goes by a claim: ${at}`]
  return call.startedMs - claim.startedMs > 10_000 ? [`no mail goes more than 10 s after its claim: ${at}`] : []
}

/** What was answered stands: no mail after a withdrawal or an erasure, no post is lost, and sales has answered as it was told. */
function afterMoment(
  moment: Moment,
  moments: readonly Moment[],
  { mails, messages }: World,
  leads: readonly LeadHistory[],
) {
  const { what, id, answered } = moment
  const later = mails.filter((mail) => mail.afterCalls > answered && mail.tags.basis !== 'staff')
  const next = (then: Moment['what']) =>
    moments.find((one) => one.what === then && one.begun >= answered)?.begun ?? Number.POSITIVE_INFINITY
  switch (what) {
    case 'withdrawn':
      return [
        ...later.map(({ at }) => `no marketing mail after a withdrawal was answered: ${at}`),
        ...leads
          .filter(({ mailbox }) => mailbox?.consent[id]?.state !== 'withdrawn')
          .map(() => 'an answered withdrawal is stored'),
      ]
    case 'stopped':
      return leads
        .filter(({ mailbox }) => Object.values(mailbox?.consent ?? {}).some(({ state }) => state === 'granted'))
        .map(() => 'a reply that says only stop withdraws')
    case 'erased':
      return later
        .filter((mail) => mail.afterCalls < next(mail.tags.basis === 'confirmation' ? 'posted' : 'confirmed'))
        .map(({ at }) => `no mail after an erasure was answered: ${at}`)
        .concat(
          messages
            .filter(({ afterCalls }) => afterCalls > answered && afterCalls < next('confirmed'))
            .map(({ at }) => `no message after an erasure was answered: ${at}`),
        )
    case 'posted': {
      const isFact = leads.some(({ activities }) => activities.some((fact) => fact.id === id))
      return isFact || next('erased') < Number.POSITIVE_INFINITY
        ? []
        : [`an acknowledged submission is never lost: ${id}`]
    }
    case 'browsed': {
      const isFact = leads.some(({ activities }) => activities.some(({ data }) => data.path === id))
      return isFact ? [] : [`a visit that was taken is the lead’s: ${id}`]
    }
    case 'posted-by-partner': {
      const isKept = leads.some(({ mailbox }) => mailbox?.consent.newsletter?.state === 'granted')
      return isKept ? [] : ['a lead that a partner posted is never lost']
    }
    case 'called': {
      const touch = touchesIn(leads).find((one) => touchNameOf(one) === id)
      return touch?.answer?.answer === 'done' ? [] : [`the answer to a task stands: ${id}`]
    }
    case 'merged': {
      const one = leads.find(({ leadId }) => leadId === id)
      const isMerged = one?.mailbox?.mergedInto !== undefined
      const isUndone = moments.some((other) => other.what === 'unmerged')
      return isMerged === !isUndone ? [] : [`a merge and its undoing stand: ${id}`]
    }
    case 'accepted':
    case 'recycled': {
      const answer = leads.flatMap(({ handoffs }) => handoffs).find(({ handoffId }) => handoffId === id)?.answer
      return answer?.kind === what ? [] : [`the answer of sales stands: ${what} ${id}`]
    }
    default:
      return []
  }
}

/** "Each nurturing lead has a live clock", and what the nightly check would repair is right already. */
function clocksOf(lead: LeadHistory, world: World): string[] {
  const { leadId, profile, mailbox, enrolments, handoffs } = lead
  if (!profile || !mailbox) return []
  const faults = faultsOf({ profile, mailbox, enrolments, handoffs }, clock.ms)
  const lost = enrolments.filter(
    ({ state, enrolmentId, generation }) =>
      state === 'active' && !isRunning(world, settings.NURTURE_MACHINE_ARN, `${leadId}/${enrolmentId}`, generation),
  )
  const stopped = handoffs.filter(
    ({ due, handoffId, generation }) => due && !isRunning(world, settings.SLA_MACHINE_ARN, handoffId, generation),
  )
  return [
    ...faults.map((fault) => `the nightly check finds nothing: ${JSON.stringify(fault)}`),
    ...lost.map(({ enrolmentId }) => `an active enrolment has a live clock: ${enrolmentId}`),
    ...stopped.map(({ handoffId }) => `a hand-off with something due has a live clock: ${handoffId}`),
  ]
}

/** This generation runs, or one of those started after it that has not rung yet. */
function isRunning(world: World, machineArn: string, subject: string, generation: number): boolean {
  const next = Array.from({ length: 16 }, (_, ahead) => executionName(subject, generation + ahead))
  return next.some((name) => world.machines.executions.get(executionArn(machineArn, name))?.status === 'RUNNING')
}

/** The owner of a hand-off is told of it once; where the answer of SES was lost that is written down, and the clock reminds the owner. */
function staffMails({ handoffs, items }: LeadHistory, mails: readonly Mail[]): string[] {
  const toStaff = mails.filter(({ tags }) => tags.basis === 'staff')
  const told = toStaff.map((mail) => `${mail.tags.template} of ${handoffOf(mail) ?? taskOf(mail)} to ${mail.to}`)
  const noted = items.filter(({ sk }) => sk.startsWith('STAFFMAIL#')).map(({ sk }) => sk)
  return [
    ...told.filter((one, index) => told.indexOf(one) !== index).map(() => 'nobody of the staff is told twice'),
    ...handoffs
      .filter(({ k }) => !noted.some((sk) => sk.startsWith(`STAFFMAIL#${String(k).padStart(6, '0')}#opened-`)))
      .map(({ handoffId }) => `the owner of a hand-off is told: ${handoffId}`),
  ]
}
