import { isContinuation, isSameDownload } from '../../core/files/download.ts'
import { fromInstant } from '../../core/names.ts'
import type { LeadHistory } from '../history/lead-history.ts'
import { guideLinkMs } from './guide.ts'
import type { Moment } from './moments.ts'
import { isPersons } from './reader.ts'
import { tokenSaid } from './ses.ts'
import type { Tried, World } from './world.ts'

/** A try to follow the link to a gated file. */
interface Visit extends Tried {
  readonly leadId: string
  /** By the person, and not for a later piece of what was begun. */
  readonly counts: boolean
  readonly isTooLate: boolean
}

/** "A download counts once in half an hour, and never a scanner's"; a link serves its own person, until it runs out. */
export function downloadsOf(world: World, moments: readonly Moment[], leads: readonly LeadHistory[]): string[] {
  const visits = world.tries.filter(({ name }) => /^(show|probe)-file/.test(name)).map(visitOf)
  const erased = moments.find(({ what }) => what === 'erased')
  const hits = world.faults.hits.map(({ number }) => number)
  const served = visits.filter(({ status }) => status === 200)
  return [
    ...served.filter(({ isTooLate }) => isTooLate).map(({ at }) => `a link that ran out gives no file: ${at}`),
    ...served
      .filter(({ begun }) => erased && begun >= erased.answered)
      .map(({ at }) => `the link of an erased lead gives no file: ${at}`),
    ...leads.flatMap((lead) => {
      const own = visits.filter(({ leadId }) => leadId === lead.leadId)
      const times = personsDownloads(lead)
      return [
        ...times
          .filter((at, index) => index > 0 && isSameDownload(times[index - 1] as string, fromInstant(at)))
          .map((at) => `what one person fetches in half an hour is one download: ${at}`),
        ...times
          .filter((at) => !own.some((one) => one.counts && one.at === at && (one.status ?? 200) === 200))
          .map((at) => `a download counts where a person got the file, and nowhere else: ${at}`),
        ...own
          .filter(({ counts, status }) => counts && status === 200 && !erased)
          // Who asked gets the file even where a call that writes it down goes wrong: the next visit does that.
          .filter(({ begun, answered }) => !hits.some((number) => number >= begun && number < answered))
          .filter(({ at }) => !times.some((told) => told <= at && isSameDownload(told, fromInstant(at))))
          .map(({ at }) => `a download is told: ${at}`),
      ]
    }),
    ...moments
      .filter(({ what }) => what === 'asked-for-link')
      .filter(({ id }) => !leads.some((lead) => lead.leadId === claimedIn(id) && hasFreshLink(lead)))
      .map(() => 'who is told that a fresh link is on its way gets one'),
  ]
}

function personsDownloads({ activities }: LeadHistory): string[] {
  return activities
    .filter(({ type, data }) => type === 'content-downloaded' && data.machine !== true)
    .map(({ at }) => at)
    .sort()
}

function visitOf(one: Tried): Visit {
  const { params = {}, headers = {} } = one.asked
  const { signedMs, claims } = tokenSaid(params.token ?? '')
  return {
    ...one,
    leadId: claims.leadId ?? '',
    counts: isPersons(headers['user-agent']) && !isContinuation(headers.range),
    isTooLate: fromInstant(one.at) >= signedMs + guideLinkMs,
  }
}

function claimedIn(token: string): string | undefined {
  return tokenSaid(token).claims.leadId
}

function hasFreshLink({ sends }: LeadHistory): boolean {
  return sends.some(({ template }) => template === 'file-link')
}
