import type { Activity } from './activity.ts'

/** What others do about a lead is no activity of its own. */
export const notItsOwn =
  /^(task-answered|touch-skipped|message-(sent|delivered|failed)|email-(sent|delivered|delayed|rejected|failed|bounced)|list-imported|qualified|dropped|handed-in|service-passed|stage-changed|(un)?suppressed|merged-(into|from)|unmerged|handoff-.+|opportunity-.+|deal-.+)$/

/** The cause of a change by which what was taken for a person's act counts for none. It is no fact: the fact is marked. */
export const clickDiscounted = 'click-discounted'

/** Does a fact of this type tell of a person who did something? Opens do not: mail programs and scanners make them. */
export function isPersons(type: string): boolean {
  return type !== 'email-opened' && !notItsOwn.test(type)
}

/** Is this fact an act of the person? The clicks of machines are not. */
export function isOwnAct({ type, data }: Pick<Activity, 'type' | 'data'>): boolean {
  return isPersons(type) && data.machine !== true
}
