import type { Handoff } from '../../core/handoff/handoff.ts'
import { allowedInWords, handedInWords } from '../../core/handoff/story-words.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import type { User } from '../../core/staff/user.ts'
import { log } from '../runtime/log.ts'
import { readUser } from '../staff/directory.ts'
import { type LeadPackage, leadPackage, shownTime } from './lead-package.ts'

/** A story as the page tells it. */
export interface Told extends Omit<LeadPackage, 'nextBest' | 'contact' | 'seen' | 'timeline'> {
  /** The names of those of the staff who have to do with it, by id. */
  readonly people: ReadonlyMap<string, string>
  /** Why somebody of sales handed it in. */
  readonly handedIn: string | undefined
  readonly nextBest: string
  readonly call: string
  readonly email: string
  readonly seen: readonly { title: string; kind: string; times: number; last: string }[]
}

/** The whole story of a lead for this reader; undefined where it could not be told: an answer must be possible all the same. */
export async function tellStory(handoff: Handoff, lead: LeadState, reader: User): Promise<Told | undefined> {
  try {
    const [{ nextBest, contact, seen, timeline, ...story }, people] = await Promise.all([
      leadPackage(handoff, lead, reader),
      namesOf(handoff),
    ])
    return {
      ...story,
      people,
      handedIn: handedInWords(handoff, lead, reader.locale),
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

async function namesOf({ owner, answer, outcome }: Handoff): Promise<ReadonlyMap<string, string>> {
  const ids = new Set([owner, answer?.by, outcome?.by].filter((id) => id !== undefined))
  const found = await Promise.all([...ids].map(readUser))
  return new Map(found.flatMap((one) => (one ? [[one.userId, one.name] as const] : [])))
}
