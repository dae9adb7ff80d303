import { editedAnswers, editedFact } from '../../core/capture/edited-answers.ts'
import { pageWord } from '../../core/capture/page-words.ts'
import type { SubmissionError } from '../../core/capture/read-submission.ts'
import { interestsDropped, type PreferencesBody } from '../../core/consent/choices.ts'
import { ActivityObserved } from '../../core/events.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { foldFacts } from '../../core/leads/fold-profile.ts'
import { publish } from '../aws/bus.ts'
import { Problem } from '../runtime/problem.ts'
import type { ReaderAnswers } from './reader-answers.ts'

/** What somebody puts right about themselves: the fact of it, if anything changed, or what is wrong. */
export interface Edits {
  readonly fact?: Activity | undefined
  readonly errors: readonly SubmissionError[]
  readonly locale: string
}

/** Reads what a post to the preference page says beside topics. Of a lead that is erased, nothing. */
export function readEdits(
  known: ReaderAnswers | undefined,
  wanted: PreferencesBody,
  at: string,
  locale: string,
): Edits {
  if (!known) return { errors: [], locale }
  const { profile, fields } = known
  const read = editedAnswers(fields, wanted.field, profile, locale)
  if ('errors' in read) return { errors: read.errors, locale }
  const dropped = interestsDropped(wanted).filter((tag) => Object.hasOwn(profile.interests ?? {}, tag))
  return { fact: editedFact(profile.leadId, at, read.changed, dropped), errors: [], locale }
}

/** Puts the edit on the bus and answers what is known then; throws a {@link Problem} 422 where something in it is wrong. */
export async function editAnswers(
  known: ReaderAnswers | undefined,
  { fact, errors, locale }: Edits,
): Promise<ReaderAnswers | undefined> {
  if (errors.length > 0) throw new Problem(422, pageWord('refusedTitle', locale), { errors })
  if (!known || !fact) return known
  await publish(ActivityObserved, { activity: fact })
  return { ...known, profile: foldFacts(known.profile, [fact]) }
}
