/** An error as an AWS service answers it: `code` is the exception name that SDK clients see. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
  }
}

/** One API operation of an embedded engine: takes the parsed request body, returns the response body, throws {@link AwsError}. */
export type AwsOperation = (input: Record<string, unknown>) => Promise<unknown>

/** Operations by their `X-Amz-Target`, for example `AWSEvents.PutEvents`. */
export type AwsOperations = Record<string, AwsOperation>

/** One operation of a REST API: path parameters and the parsed body. */
export type RestOperation = (input: {
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
}) => Promise<unknown>

/** Operations of a query API (form in, XML out) by their `Action`. */
export type QueryOperations = Record<string, () => Promise<Record<string, unknown>>>

/** Operations by method and path, for example `GET /v2/email/identities/{name}`. */
export type RestOperations = Record<string, RestOperation>
