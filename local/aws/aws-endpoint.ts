import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AwsError, type AwsOperations, type QueryOperations, type RestOperations } from '../aws-error.ts'
import type { Buckets } from '../buckets/buckets.ts'
import { type Listening, listenHere } from '../http/listen.ts'
import { pathMatcher } from '../http/path-pattern.ts'
import { readBody } from '../http/read-body.ts'
import { queryErrorXml, queryXml } from './query-xml.ts'

const largestRequest = 40 * 1024 * 1024

/** What the engines' APIs were asked for since the start, by operation. */
export type ApiCalls = Record<string, number>

/** One address for the APIs of all engines but DynamoDB: JSON by `X-Amz-Target`, forms by their `Action`, REST by method and path, S3 by its buckets. Signatures are not checked. */
export class AwsEndpoint {
  readonly calls: ApiCalls = {}
  readonly #json: AwsOperations = {}
  readonly #rest: {
    name: string
    method: string
    match: ReturnType<typeof pathMatcher>
    run: RestOperations[string]
  }[] = []
  readonly #query: QueryOperations = {}
  #buckets: Buckets | undefined
  #listening: Listening | undefined

  get url(): string {
    return `http://127.0.0.1:${this.#listening?.port}`
  }

  async listen(): Promise<void> {
    this.#listening = await listenHere(0, (request, response) => void this.#answer(request, response))
  }

  serve(operations: AwsOperations): void {
    Object.assign(this.#json, operations)
  }

  serveRest(operations: RestOperations): void {
    for (const [name, run] of Object.entries(operations)) {
      const [method = '', path = ''] = name.split(' ')
      this.#rest.push({ name, method, match: pathMatcher(path), run })
    }
  }

  serveQuery(operations: QueryOperations): void {
    Object.assign(this.#query, operations)
  }

  serveBuckets(buckets: Buckets): void {
    this.#buckets = buckets
  }

  async stop(): Promise<void> {
    await this.#listening?.stop()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.headers['x-amz-target']
    if (target === undefined && this.#buckets?.holds(request.url ?? '')) return this.#answerObject(request, response)
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return this.#answerQuery(request, response)
    const version =
      typeof target === 'string' && /^application\/x-amz-json-1\.\d/.exec(request.headers['content-type'] ?? '')
    try {
      const body = await readJson(request)
      const answer =
        typeof target === 'string' ? await this.#callJson(target, body) : await this.#callRest(request, body)
      write(response, 200, version ? version[0] : 'application/json', answer)
    } catch (thrown) {
      const error =
        thrown instanceof AwsError ? thrown : new AwsError('InternalFailure', (thrown as Error).message, 500)
      if (!(thrown instanceof AwsError)) console.error(`the embedded ${target ?? request.url} failed:`, thrown)
      response.setHeader('x-amzn-errortype', error.code)
      write(response, error.status, version ? version[0] : 'application/json', {
        __type: error.code,
        message: error.message,
      })
    }
  }

  /** S3 alone speaks of bytes, and of errors in XML. */
  async #answerObject(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    try {
      const body = await readBody(request, largestRequest)
      if (!body || !this.#buckets) throw new AwsError('EntityTooLarge', 'the object is too large')
      this.#count(`S3.${method}`)
      const path = url.split('?')[0] ?? '/'
      const reply = await this.#buckets.answer({ method, path, contentType: request.headers['content-type'], body })
      response.writeHead(200, {
        ...reply.headers,
        'content-length': reply.body.length,
        'x-amz-request-id': randomUUID(),
      })
      response.end(reply.body)
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) console.error(`the embedded S3 failed at ${method}:`, thrown)
      const { code, status } = thrown instanceof AwsError ? thrown : { code: 'InternalError', status: 500 }
      response.writeHead(status, { 'content-type': 'application/xml' })
      response.end(
        `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
      )
    }
  }

  /** SES's first API alone: its answers are in XML. */
  async #answerQuery(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, largestRequest)
    const action = new URLSearchParams(body?.toString()).get('Action') ?? ''
    const run = Object.hasOwn(this.#query, action) ? this.#query[action] : undefined
    this.#count(action)
    const text = run
      ? queryXml(action, await run())
      : queryErrorXml('InvalidAction', `the embedded run has no operation ${action}`)
    response.writeHead(run ? 200 : 400, { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() })
    response.end(text)
  }

  async #callJson(target: string, body: unknown): Promise<unknown> {
    const run = Object.hasOwn(this.#json, target) ? this.#json[target] : undefined
    if (!run) throw new AwsError('UnknownOperationException', `the embedded run has no operation ${target}`)
    this.#count(target)
    return run(body as Record<string, unknown>)
  }

  async #callRest({ method, url = '/' }: IncomingMessage, body: unknown): Promise<unknown> {
    const path = url.split('?')[0] ?? '/'
    for (const operation of this.#rest) {
      const params = operation.method === method ? operation.match(path) : undefined
      if (!params || !operation.run) continue
      this.#count(operation.name)
      return operation.run({ params, body })
    }
    throw new AwsError('UnknownOperationException', `the embedded run has no operation ${method} ${path}`, 404)
  }

  #count(name: string): void {
    this.calls[name] = (this.calls[name] ?? 0) + 1
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, largestRequest)
  if (!body) throw new AwsError('RequestEntityTooLarge', 'the request is too large', 413)
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new AwsError(
      'SerializationException',
      'the body is not JSON: the embedded run speaks the JSON protocols alone',
    )
  }
}

function write(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': randomUUID() })
  response.end(JSON.stringify(body ?? {}))
}
