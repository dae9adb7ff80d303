import * as z from 'zod'
import { type StandsAt, standsInWords } from '../core/content/in-flight.ts'
import type { ContentProblem } from '../core/content/problem.ts'
import { clocksInWords } from '../core/handoff/clocks-in-flight.ts'
import { ApiProblem } from './api.ts'
import { PartlyPublished } from './publish-all.ts'
import { showProblems } from './show-problems.ts'

const errors = z.array(z.object({ pointer: z.string(), detail: z.string() })).optional()
const stands = z.array(
  z.object({ version: z.number(), step: z.string(), leads: z.number(), atLeast: z.boolean().optional() }),
)
const asking = z.object({ type: z.string().optional(), id: z.string().optional(), inFlight: stands.optional(), errors })
const refusal = asking.extend({
  sequences: z.array(asking).optional(),
  problems: z.array(z.custom<ContentProblem>()).optional(),
  now: z.object({ version: z.number().optional() }).loose().optional(),
})
type Asking = z.infer<typeof asking>

/** What was to be published, as far as it names something. */
interface Publishing {
  readonly id?: string
  /** Old steps that the command line named a new one for. */
  readonly step?: Readonly<Record<string, string>> | undefined
}

/** A refusal to publish in the words of the command line: options instead of fields of a request. What is none stays as it is. */
export function publishRefusal(error: unknown, publishing: Publishing = {}): unknown {
  if (!(error instanceof PartlyPublished))
    return refusalOfAll(error, publishing, "it can't be published, and nothing was")
  const { live, left } = error
  const refused = refusalOfAll(error.cause, publishing, "it can't be published")
  return new Error(
    `${live.length} are live, from ${live[0]} to ${live.at(-1)}; ${left === 1 ? 'the last is not' : `the other ${left} are not`}:
${refused instanceof Error ? refused.message : refused}
  Once that is mended, "ripen push --publish" again makes live what is left.`,
  )
}

function refusalOfAll(error: unknown, { id = '', step = {} }: Publishing, head: string): unknown {
  if (!(error instanceof ApiProblem)) return error
  const read = refusal.safeParse(error.body)
  if (!read.success) return error
  const { sequences, problems, now, ...alone } = read.data
  const asked = (sequences ?? [alone]).filter((one) => one.inFlight !== undefined)
  if (asked.length > 0) return new Error(asked.map((one) => inFlightRefusal(one, id, step)).join('\n'))
  if (problems) return new Error(`${head}:\n${showProblems(problems)}`)
  if (error.status === 412 && now) {
    return new Error(
      `${detailOf(error)}\n  "ripen diff" says what differs from your folder; push again to write over it.`,
    )
  }
  return error
}

function inFlightRefusal(
  { type, id, inFlight = [], errors = [] }: Asking,
  named: string,
  step: Readonly<Record<string, string>>,
): string {
  const sequence = id ?? named
  // Clocks have a state, and no step.
  if (type === 'sla-policies') {
    return `${sequence}: ${clocksInWords(inFlight as StandsAt[])}\n  Say what becomes of them: --in-flight stay (they keep what was promised) or move (they are due by the new version).`
  }
  const head = `${sequence}: ${standsInWords(inFlight as StandsAt[])}`
  if (errors.length === 0) {
    return `${head}\n  Say what becomes of them: --in-flight stay, move or exit. "ripen plan ${sequence}" tells what each would do.`
  }
  return [`${head} They can't all be moved:`, ...stepErrors(errors, step).map((line) => `  ${line}`)].join('\n')
}

/** Why leads can't be moved, with the option that mends it. */
export function stepErrors(
  errors: readonly { readonly pointer: string; readonly detail: string }[],
  step: Readonly<Record<string, string>> = {},
): string[] {
  return errors.map(({ pointer, detail }) => {
    const [, old = ''] = /^\/steps\/(.*)$/.exec(pointer) ?? []
    if (Object.hasOwn(step, old)) return `--step ${old}=${step[old]}: ${detail}`
    return `the new version has no step "${old}": say where those who stand there go on, with --step ${old}=<its step, or end>`
  })
}

function detailOf(error: ApiProblem): string {
  const { detail = error.message } = error.body as { detail?: string }
  return detail.replace(/ Read it again and repeat your change\.$/, '').replace(/ \("v[^)]*\)/g, '')
}
