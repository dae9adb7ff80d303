import * as z from 'zod'
import { moment } from './own-zone.ts'

const said = z.object({ by: z.string(), at: z.string() })
const lateAnswer = z.object({
  state: z.string().optional(),
  owner: z.string().optional(),
  answer: said.optional(),
  outcome: said.optional(),
})

/** What an answer that came too late came after: `It is won: anna said so on Tue 24 Nov 2026 09:38.` Undefined where the API does not say. */
export function whoWasFirst(body: unknown): string | undefined {
  const read = lateAnswer.safeParse(body)
  if (!read.success) return undefined
  const { state, owner, answer, outcome } = read.data
  const last = outcome ?? answer
  if (state && last) return `It is ${state}: ${last.by} said so on ${moment(last.at)}.`
  return owner && `It is with ${owner}.`
}
