/** What is wrong in one place of the input: a JSON pointer and what to do about it, never the given value. */
export interface InputError {
  readonly pointer: string
  readonly detail: string
}

/** Thrown anywhere in a request handler; answered as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly status: number
  readonly errors: readonly InputError[] | undefined
  readonly retryAfterSeconds: number | undefined
  readonly extra: Record<string, unknown>

  constructor(
    status: number,
    detail: string,
    options: { errors?: readonly InputError[]; retryAfterSeconds?: number; extra?: Record<string, unknown> } = {},
  ) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.errors = options.errors
    this.retryAfterSeconds = options.retryAfterSeconds
    this.extra = options.extra ?? {}
  }
}

/** 422: each place of the input that is wrong, and what else the answer says. */
export function notValid(errors: readonly InputError[], extra: Record<string, unknown> = {}): Problem {
  return new Problem(422, 'Some of the input is not valid.', { errors, extra })
}

export const titles: Record<number, string> = {
  400: 'Unreadable request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict with the present state',
  410: 'No longer valid',
  412: 'Changed since you read it',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  428: 'If-Match needed',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'Not available at the moment',
}
