import { disputeInWords } from '../../core/handoff/dispute-words.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { routedInWords } from '../../core/handoff/routed-words.ts'
import { allowedInWords, handedInWords, samePersonInWords } from '../../core/handoff/story-words.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { stageName } from '../../core/leads/stage-name.ts'
import type { User } from '../../core/staff/user.ts'
import { log } from '../runtime/log.ts'
import { type LeadPackage, leadPackage, type Reader, shownTime } from './lead-package.ts'
import type { SamePerson } from './person-of.ts'
import { staffNames } from './staff-names.ts'

/** A story as the page tells it. */
export interface Told
  extends Omit<LeadPackage, 'nextBest' | 'contact' | 'seen' | 'timeline' | 'company' | 'samePerson'> {
  readonly company: Omit<LeadPackage['company'], 'people'> & {
    readonly people: readonly (Omit<LeadPackage['company']['people'][number], 'stage'> & { stage: string })[]
  }
  /** The names of those of the staff who have to do with it, by id. */
  readonly people: ReadonlyMap<string, string>
  /** Which leads are merged into this one, and whether it was one of them that sales got. */
  readonly samePerson: readonly string[]
  /** Why it is with its owner. */
  readonly routedBy: string
  /** Why somebody of sales handed it in. */
  readonly handedIn: string | undefined
  /** Why marketing disputes the rejection, and what came of that. */
  readonly disputed: readonly string[]
  readonly nextBest: string
  readonly call: string
  readonly email: string
  readonly seen: readonly { title: string; kind: string; times: number; last: string }[]
}

/** A merged lead in words. */
export function samePersonLine(
  { leadId, owner }: Handoff,
  same: SamePerson,
  reader: Reader,
  names: ReadonlyMap<string, string>,
): string {
  const { locale } = reader
  const staysWith = same.leadId === leadId ? (names.get(owner) ?? owner) : undefined
  return samePersonInWords({ email: same.email, since: shownTime(same.mergedAt, reader), staysWith }, locale)
}

/** The whole story of a lead for this reader; undefined where it could not be told: an answer must be possible all the same. */
export async function tellStory(handoff: Handoff, lead: LeadState, reader: User): Promise<Told | undefined> {
  try {
    const [{ nextBest, contact, seen, timeline, samePerson, ...story }, people] = await Promise.all([
      leadPackage(handoff, lead, reader),
      staffNames(handoff, lead),
    ])
    return {
      ...story,
      people,
      samePerson: samePerson.map((one) => samePersonLine(handoff, one, reader, people)),
      routedBy: routedInWords(handoff.routedBy, reader.locale, people),
      handedIn: handedInWords(handoff, lead, reader.locale, people),
      disputed: disputeInWords(handoff, reader.locale, people),
      company: {
        ...story.company,
        people: story.company.people.map((one) => ({ ...one, stage: stageName(one.stage, reader.locale) })),
      },
      nextBest: nextBest.says,
      call: allowedInWords(contact.call, reader.locale),
      email: allowedInWords(contact.email, reader.locale),
      seen: seen.map(({ title, kindInWords, times, last }) => ({
        title,
        kind: kindInWords,
        times,
        last: shownTime(last, reader),
      })),
    }
  } catch (error) {
    log.error('the story of a lead could not be told', { handoffId: handoff.handoffId, error: error as Error })
    return undefined
  }
}
