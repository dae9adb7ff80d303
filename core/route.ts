import * as z from 'zod/mini'
import './issue-words.ts'
import { once } from './once.ts'

export const roles = ['marketing', 'sales-development', 'sales', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who may call: anybody, or staff in one of these groups (`admin` is always let in). */
export type Who = 'public' | readonly Role[]

export const anyStaff: readonly Role[] = [...roles]
export const marketing = ['marketing'] as const
export const sales = ['sales', 'sales-development'] as const
export const admin = ['admin'] as const

/** What programs with an API key may do: post leads, report outcomes. */
export const keyScopes = ['leads:write', 'outcomes'] as const
export type KeyScope = (typeof keyScopes)[number]

export interface Route<
  Params extends z.ZodMiniType = z.ZodMiniType,
  Query extends z.ZodMiniType = z.ZodMiniType,
  Body extends z.ZodMiniType = z.ZodMiniType,
> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  readonly path: string
  readonly who: Who
  /** A program with an API key of this scope may call, too: the gateway lets all in, and the function tells who calls. */
  readonly keyScope?: KeyScope
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

type Given = {
  method: Route['method']
  path: string
  who: Who
  keyScope?: KeyScope
  summary: string
  answers: Record<number, string>
}

/** One route of the HTTP API; its schemas are made when first read, so that a handler makes those of its own route alone. */
export function route<
  Params extends z.ZodMiniType = z.ZodMiniObject,
  Query extends z.ZodMiniType = z.ZodMiniObject,
  Body extends z.ZodMiniType = z.ZodMiniUndefined,
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
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 50),
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
})

/** The token of a link in a mail. */
export const token = () => z.object({ token: z.string().check(z.minLength(8), z.maxLength(2_000)) })

/** Why a member of staff did it. */
export const reason = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(500))

/** What the table can hold exactly: no larger than an integer that a double counts to, no nearer to nothing than its numbers go. */
export const figure = () =>
  z.number().check(
    z.gte(-1e15),
    z.lte(1e15),
    z.refine((value) => value === 0 || Math.abs(value) >= 1e-100, 'give 0 or a number that is not as small'),
  )
