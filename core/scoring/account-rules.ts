import * as z from 'zod/mini'
import { condition } from '../condition.ts'
import { slug } from '../names.ts'

const atLeast = z.int().check(z.gte(1), z.lte(10_000))

/** Who of a company takes part in a decision, and when several of its people together make it worth a call. */
export const accountRules = z
  .strictObject({
    /** The parts that people play: who decides, who pays, who uses it. */
    roles: z.array(z.strictObject({ id: slug, when: condition })).check(z.minLength(1), z.maxLength(10)),
    qualify: z.optional(
      z.strictObject({
        /** So many people with interest of their own: one alone qualifies as a lead, not as a company. */
        'people-at-least': z
          .int()
          .check(z.gte(2, 'an account is two people at least: one alone qualifies as a lead'), z.lte(100)),
        'fit-at-least': atLeast,
        'interest-at-least': atLeast,
        'roles-at-least': z._default(z.int().check(z.gte(0), z.lte(10)), 0),
      }),
    ),
  })
  .check(
    z.refine(({ roles }) => new Set(roles.map(({ id }) => id)).size === roles.length, {
      path: ['roles'],
      message: 'two roles have the same id',
    }),
    z.refine(({ roles, qualify }) => (qualify?.['roles-at-least'] ?? 0) <= roles.length, {
      path: ['qualify', 'roles-at-least'],
      message: 'there are fewer roles than this',
    }),
  )
export type AccountRules = z.infer<typeof accountRules>
