import * as z from 'zod/mini'
import { holds } from '../../condition.ts'
import { type Profile, type Stage, stage, stages } from '../../leads/lead.ts'
import { fromInstant, instant, slug } from '../../names.ts'
import type { AccountRules } from '../../scoring/account-rules.ts'
import { scoringFacts } from '../../scoring/scoring-facts.ts'

/** What one of a company's people counts for. Points are as the lead's own score says. */
export interface Person {
  readonly leadId: string
  readonly stage: Stage
  readonly status: Profile['status']
  readonly fit: number
  readonly interest: number
  readonly roles: readonly string[]
  readonly lastActivityAt: string
}

/** `ACCOUNT#domain / ACCOUNT`: what the people of one company make together. It names no person. */
export const account = z.object({
  domain: z.string(),
  people: z.int(),
  /** Of them with points for what they did. */
  engaged: z.int(),
  /** The fit of whoever fits best, and the interest of all, which add up to the total. */
  fit: z.int(),
  interest: z.int(),
  total: z.int(),
  /** How many have each role; a role that nobody has is 0. */
  roles: z.record(z.string(), z.int()),
  /** The furthest that one of them is. */
  stage,
  lastActivityAt: instant,
  /** By which version of the scoring model. */
  model: z.optional(slug),
  modelVersion: z.optional(z.int()),
  /** Since when they qualify together. */
  qualifiedAt: z.optional(instant),
  /** When sales was last told that they do. */
  toldAt: z.optional(instant),
})
export type Account = z.infer<typeof account>

/** An account at the edge of the bar goes under it and over it again: sales is told at most once in this time. */
const tellAgainMs = 30 * 86_400_000

/** The people of a company, the most engaged first; of the same interest whoever fits better, and then by id, so that nothing hangs on the order they are read in. */
export function peopleOf(profiles: readonly Profile[], rules: AccountRules | undefined): Person[] {
  return profiles
    .map((profile): Person => {
      const facts = scoringFacts(profile)
      return {
        leadId: profile.leadId,
        stage: profile.stage,
        status: profile.status,
        fit: profile.score?.fit ?? 0,
        interest: profile.score?.interest ?? 0,
        roles: (rules?.roles ?? []).filter(({ when }) => holds(when, facts)).map(({ id }) => id),
        lastActivityAt: profile.lastActivityAt,
      }
    })
    .sort((a, b) => b.interest - a.interest || b.fit - a.fit || (a.leadId < b.leadId ? -1 : 1))
}

/** What these people make together; undefined of nobody. `before` says since when they qualify, and when that was told. */
export function foldAccount(
  domain: string,
  people: readonly Person[],
  rules: AccountRules | undefined,
  {
    model,
    before,
    at,
  }: { model?: { id: string; version: number } | undefined; before?: Account | undefined; at: string },
): Account | undefined {
  if (people.length === 0) return undefined
  const fit = Math.max(...people.map((one) => one.fit))
  // Who turns away takes nothing from what the others do.
  const interest = people.reduce((sum, one) => sum + Math.max(0, one.interest), 0)
  const engaged = people.filter((one) => one.interest > 0).length
  const roles = Object.fromEntries(
    (rules?.roles ?? []).map(({ id }) => [id, people.filter((one) => one.roles.includes(id)).length]),
  )
  const qualifies = isQualified({ fit, interest, engaged, roles }, rules)
  const tells = qualifies && before?.qualifiedAt === undefined && !wasToldLately(before, at)
  const toldAt = tells ? at : before?.toldAt
  return {
    domain,
    people: people.length,
    engaged,
    fit,
    interest,
    total: fit + interest,
    roles,
    stage: people.reduce<Stage>(
      (most, one) => (stages.indexOf(one.stage) > stages.indexOf(most) ? one.stage : most),
      'subscriber',
    ),
    lastActivityAt: people.reduce((last, one) => (one.lastActivityAt > last ? one.lastActivityAt : last), ''),
    ...(model && { model: model.id, modelVersion: model.version }),
    ...(qualifies && { qualifiedAt: before?.qualifiedAt ?? at }),
    ...(toldAt !== undefined && { toldAt }),
  }
}

function wasToldLately(before: Account | undefined, at: string): boolean {
  return before?.toldAt !== undefined && fromInstant(at) < fromInstant(before.toldAt) + tellAgainMs
}

/** "An account can qualify when several people together do": two at least, so that nobody qualifies a company alone. */
export function isQualified(
  { fit, interest, engaged, roles }: Pick<Account, 'fit' | 'interest' | 'engaged' | 'roles'>,
  rules: AccountRules | undefined,
): boolean {
  const bar = rules?.qualify
  if (!bar) return false
  const covered = Object.values(roles).filter((many) => many > 0).length
  return (
    engaged >= bar['people-at-least'] &&
    fit >= bar['fit-at-least'] &&
    interest >= bar['interest-at-least'] &&
    covered >= bar['roles-at-least']
  )
}
