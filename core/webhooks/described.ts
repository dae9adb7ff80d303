import type * as z from 'zod/mini'
import type { HandoffChanged } from '../events.ts'
import type { Handoff } from '../handoff/handoff.ts'
import type { Profile } from '../leads/lead.ts'
import type { User } from '../staff/user.ts'
import type { HandoffDescribed } from './events.ts'

/** A change of a hand-off with the person and the owner in words, as CRMs ask for them. */
export function described(
  { leadId, handoffId, state, owner, cause, at }: z.output<typeof HandoffChanged.schema>,
  { priority, score, findings }: Handoff,
  { email, fields, locale, stage, score: now }: Profile,
  user: User | undefined,
): z.input<typeof HandoffDescribed.schema> {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name].trim() : '')
  const [firstName, lastName] = [text('firstName'), text('lastName')]
  const name = [firstName, lastName].filter(Boolean).join(' ') || email
  const company = text('company') || email.slice(email.lastIndexOf('@') + 1)
  return {
    leadId,
    handoffId,
    state,
    cause,
    at,
    stage,
    priority,
    score: now?.total ?? score?.total ?? 0,
    ...(findings && { findings: { ...findings.found } }),
    title: `${name}, ${company}`,
    owner: { userId: owner, name: user?.name ?? owner, email: user?.email ?? '' },
    contact: {
      email,
      firstName,
      lastName: lastName || firstName || email,
      company,
      jobTitle: text('jobTitle'),
      country: text('country'),
      language: locale,
    },
  }
}
