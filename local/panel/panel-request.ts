import type * as z from 'zod'
import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'

/** A request to the panel that can't be answered as asked; becomes problem+json. */
export class PanelProblem extends Error {
  readonly status: number
  readonly errors: readonly { pointer: string; detail: string }[]

  constructor(status: number, detail: string, errors: readonly { pointer: string; detail: string }[] = []) {
    super(detail)
    this.status = status
    this.errors = errors
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Unreadable request',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  422: 'Not valid',
  500: 'Something went wrong',
}

/** The body of a call: JSON, or a form post of the page. Throws {@link PanelProblem}. */
export function readBody<Schema extends z.ZodType>(request: Incoming, schema: Schema): z.output<Schema> {
  return parse(schema, given(request))
}

/** The query of a call. Throws {@link PanelProblem}. */
export function readQuery<Schema extends z.ZodType>(request: Incoming, schema: Schema): z.output<Schema> {
  return parse(schema, Object.fromEntries(new URL(request.url, 'http://localhost').searchParams))
}

function given(request: Incoming): unknown {
  const text = request.body.toString('utf8')
  if (isFormPost(request)) return Object.fromEntries(new URLSearchParams(text))
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new PanelProblem(400, 'The body is not readable as JSON.')
  }
}

/** Does a person's browser post this from a page? */
export function isFormPost({ headers }: Incoming): boolean {
  return (headers['content-type']?.[0] ?? '').startsWith('application/x-www-form-urlencoded')
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(''),
    detail: message,
  }))
  throw new PanelProblem(422, 'Some of the input is not valid.', errors)
}

export function json(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify(value)),
  }
}

export function page(html: string): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(html),
  }
}

export function redirect(location: string, status = 303): Reply {
  return { status, headers: { location }, body: Buffer.alloc(0) }
}

export function problemReply(error: unknown): Reply {
  const problem = error instanceof PanelProblem ? error : new PanelProblem(500, (error as Error).message)
  const body = {
    type: 'about:blank',
    title: titles[problem.status] ?? 'Problem',
    status: problem.status,
    detail: problem.message,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  }
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json' },
    body: Buffer.from(JSON.stringify(body)),
  }
}
