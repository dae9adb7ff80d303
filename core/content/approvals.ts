import * as z from 'zod/mini'
import { instant } from '../names.ts'
import type { ContentType } from './content-type.ts'

/** The two sides that agree on what a good lead is, and on what becomes of it. */
export const sides = ['marketing', 'sales'] as const
export type Side = (typeof sides)[number]

/** Who agreed for a side, and when. */
const approval = z.object({ by: z.string(), at: instant })

/** What was approved of one version: an approval of each side at most. */
export const approvals = z.object({ marketing: z.optional(approval), sales: z.optional(approval) })
export type Approvals = z.infer<typeof approvals>

/** "`scoring-models`, `sla-policies` and `funnel` go live only with one approval of each side on the same version." */
export const agreedTypes = ['scoring-models', 'sla-policies', 'funnel'] as const satisfies readonly ContentType[]

/** Does this type go live only when both sides agreed? */
export function isAgreedOn(type: string): boolean {
  return (agreedTypes as readonly string[]).includes(type)
}

/** Whose approval is missing before content of this type may go live. */
export function missingSides(type: string, given: Approvals | undefined): Side[] {
  return isAgreedOn(type) ? sides.filter((side) => !given?.[side]) : []
}

/** `approved by lena for marketing on 2026-11-24 09:00 UTC`; undefined where nobody approved. */
export function approvalsInWords(given: Approvals | undefined): string | undefined {
  const said = sides.flatMap((side) => {
    const one = given?.[side]
    return one ? [`by ${one.by} for ${side} on ${one.at.slice(0, 16).replace('T', ' ')} UTC`] : []
  })
  return said.length > 0 ? `approved ${said.join(' and ')}` : undefined
}

/** Which side a caller approves for; a refusal where that is not clear, or where one person would be both sides. */
export function sideToApprove(
  groups: readonly string[],
  by: string,
  asked: Side | undefined,
  before: Approvals | undefined,
):
  | { readonly side: Side }
  | { readonly refused: 'none' | 'which' | 'not-yours' | 'one-person'; readonly says: string } {
  const own = sides.filter((side) => groups.includes(side))
  if (own.length === 0) {
    return { refused: 'none', says: 'Only somebody in the group marketing or sales can approve for that side.' }
  }
  if (asked && !own.includes(asked)) {
    return { refused: 'not-yours', says: `You are not in the group ${asked}, so you can't approve for it.` }
  }
  const side = asked ?? (own.length === 1 ? own[0] : undefined)
  if (!side) return { refused: 'which', says: 'You are in both groups: say for which side, "marketing" or "sales".' }
  const other = sides.find((one) => one !== side)
  if (other && before?.[other]?.by === by) {
    return {
      refused: 'one-person',
      says: `You have approved for ${other} already: for ${side} somebody else must agree.`,
    }
  }
  return { side }
}
