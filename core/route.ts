import * as z from 'zod'
import { once } from './once.ts'

export const roles = ['marketing', 'sales-development', 'sales', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who may call: anybody, or staff in one of these groups (`admin` is always let in). */
export type Who = 'public' | readonly Role[]

export const anyStaff: readonly Role[] = [...roles]
export const marketing = ['marketing'] as const
export const sales = ['sales', 'sales-development'] as const
export const admin = ['admin'] as const

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  readonly path: string
  readonly who: Who
  /** One line for the OpenAPI document and the command line's help. */
  readonly summary: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** `json`: application/json alone. `form`: what browsers post, too. `none`: no body is read. */
  readonly reads: 'json' | 'form' | 'none'
  /** Statuses it may answer beside 400, 401, 403, 413, 415, 422, 503, with what they mean. */
  readonly answers: Readonly<Record<number, string>>
}

type Given = { method: Route['method']; path: string; who: Who; summary: string; answers: Record<number, string> }

/** One route of the HTTP API; its schemas are made when first read, so that a handler makes those of its own route alone. */
export function route<
  Params extends z.ZodType = z.ZodObject,
  Query extends z.ZodType = z.ZodObject,
  Body extends z.ZodType = z.ZodUndefined,
>({
  params = () => z.object({}) as unknown as Params,
  query = () => z.object({}) as unknown as Query,
  body,
  reads = body ? 'json' : 'none',
  ...plain
}: Given & { params?: () => Params; query?: () => Query; body?: () => Body; reads?: Route['reads'] }): Route<
  Params,
  Query,
  Body
> {
  const made = {
    params: once(params),
    query: once(query),
    body: once(body ?? (() => z.undefined() as unknown as Body)),
  }
  return {
    ...plain,
    reads,
    get params() {
      return made.params()
    },
    get query() {
      return made.query()
    },
    get body() {
      return made.body()
    },
  }
}

/** What a list takes: how many of it at once, and where it goes on. */
export const page = () => ({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2_000).optional(),
})

/** The token of a link in a mail. */
export const token = () => z.object({ token: z.string().min(8).max(2_000) })

/** Why a member of staff did it. */
export const reason = () => z.string().trim().min(1).max(500)

/** What the table can hold exactly: no larger than an integer that a double counts to, no nearer to nothing than its numbers go. */
export const figure = () =>
  z
    .number()
    .min(-1e15)
    .max(1e15)
    .refine((value) => value === 0 || Math.abs(value) >= 1e-100, 'give 0 or a number that is not as small')
