import type { Handoff } from '../../core/handoff/handoff.ts'
import { allowedInWords } from '../../core/handoff/story-words.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import type { User } from '../../core/staff/user.ts'
import { log } from '../runtime/log.ts'
import { type LeadPackage, leadPackage, shownTime } from './lead-package.ts'

/** A story as the page tells it. */
export interface Told extends Omit<LeadPackage, 'nextBest' | 'contact' | 'seen' | 'timeline'> {
  readonly nextBest: string
  readonly call: string
  readonly email: string
  readonly seen: readonly { title: string; kind: string; times: number; last: string }[]
}

/** The whole story of a lead for this reader; undefined where it could not be told: an answer must be possible all the same. */
export async function tellStory(handoff: Handoff, lead: LeadState, reader: User): Promise<Told | undefined> {
  try {
    const { nextBest, contact, seen, timeline, ...story } = await leadPackage(handoff, lead, reader)
    return {
      ...story,
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
