import { isDeepStrictEqual } from 'node:util'
import { fromInstant } from '../../core/names.ts'
import { strongest } from '../../core/nurture/touch-steps.ts'
import { type Touch, touch, touchNameOf } from '../../core/outreach/touch.ts'
import type { LeadHistory, StoredItem } from '../history/lead-history.ts'
import type { Moment } from './moments.ts'
import type { Message, World } from './world.ts'

/** A withdrawal is answered within this: a claim may have been there first. */
const answeredWithinMs = 30_000

/** What a provider was told is stored. */
interface Report {
  readonly touch: string
  readonly outcome: string
  readonly at: string
  readonly answered: number
}

/** The tasks and messages of these leads. */
export function touchesIn(leads: readonly LeadHistory[]): Touch[] {
  return leads.flatMap(({ items }) => items.map(asTouch).filter((one) => one !== undefined))
}

/**
 * "Consent per topic and channel, claim and withdrawal as strict as for mail": whom a message went to had agreed and not taken it back, nobody had two, nothing
 * waits for ever, and what a provider reported counts, in any order, and nothing that others said.
 */
export function messagesOf(world: World, moments: readonly Moment[], leads: readonly LeadHistory[]): string[] {
  const reports = moments.filter(({ what }) => what === 'reported').map(reportOf)
  const forged = moments.filter(({ what, id }) => what === 'forged' && !['401', '404'].includes(id))
  return [
    ...forged.map(({ id }) => `a report that is not its provider’s is refused: ${id}`),
    ...leads.flatMap((lead) => [...ofLead(lead, world.messages), ...afterStop(lead, world.messages, reports)]),
    ...touchesIn(leads)
      .filter(({ provider }) => provider === 'asks' || provider === 'tells')
      .flatMap((one) => asReported(one, reports)),
  ]
}

function ofLead({ leadId, mailbox, evidence, enrolments, items, sends }: LeadHistory, all: readonly Message[]) {
  const own = all.filter((one) => one.touch.startsWith(`${leadId}.`))
  if (mailbox?.forgottenUntil !== undefined || mailbox?.erasedAt) return []
  const open = items.map(asTouch).filter((one) => one?.state === 'open')
  const asked = enrolments.filter(({ state }) => state === 'active').map((one) => one.asked?.touchId)
  const decided = ({ channel }: Message, decision: string, before: string) =>
    evidence.some((one) => one.channel === channel && one.decision === decision && one.at <= before)
  const wayOf = sends.map(({ sequence, template }) => `${sequence} ${template}`)
  return [
    ...own
      .filter((one, at) => own.findIndex(({ touch }) => touch === one.touch) < at)
      .map(() => 'no message goes twice'),
    ...own
      .filter((one) => !decided(one, 'granted', one.at))
      .map(({ at }) => `a message has a consent to its channel: ${at}`),
    ...own
      .filter((one) => decided(one, 'withdrawn', new Date(fromInstant(one.at) - answeredWithinMs).toISOString()))
      .map(({ at }) => `no message goes once its consent was withdrawn: ${at}`),
    ...open
      .filter((one) => !asked.includes(one?.touchId))
      .map((one) => `a task or message that is open is waited for: ${one?.touchId}`),
    ...(wayOf.includes('chat second') && wayOf.includes('chat third')
      ? ['a branch on what came of a message goes one way']
      : []),
  ]
}

/** "Who says stop on a channel is not spoken to there." */
function afterStop({ leadId }: LeadHistory, all: readonly Message[], reports: readonly Report[]): string[] {
  const stop = reports.find(({ touch, outcome }) => outcome === 'stop' && touch.startsWith(`${leadId}.`))
  return all
    .filter(({ afterCalls, touch }) => stop && afterCalls > stop.answered && touch.startsWith(`${leadId}.`))
    .map(({ at }) => `no message goes after a stop was answered: ${at}`)
}

/** "In any order the same reports make the same message." */
function asReported(one: Touch, all: readonly Report[]): string[] {
  const own = all.filter(({ touch }) => touch === touchNameOf(one))
  const earliest = Object.fromEntries(
    own.toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(({ outcome, at }) => [outcome, at]),
  )
  const best = Object.keys(earliest).reduce<string | undefined>(strongest, undefined)
  const isFolded = isDeepStrictEqual({ ...one.outcomes }, earliest)
  const isBest = one.state !== 'answered' || one.result === best
  return isFolded && isBest ? [] : [`what its provider reported of a message counts, and nothing else: ${one.step}`]
}

function reportOf({ id, answered }: Moment): Report {
  const [touch = '', outcome = '', at = ''] = id.split(' ')
  return { touch, outcome, at, answered }
}

function asTouch(item: StoredItem): Touch | undefined {
  return item.sk.startsWith('TOUCH#') ? touch.parse(item) : undefined
}
