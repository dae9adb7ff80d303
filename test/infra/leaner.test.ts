import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileMjml } from '../../core/content/compile-mjml.ts'
import { bundling } from '../../infra/bundling.ts'
import { sdkCalls } from './sdk-calls.ts'

const folder = mkdtempSync(join(tmpdir(), 'ripen-leaner-'))
const root = join(import.meta.dirname, '../..')
let server: Server
let endpoint: string
let asked: object[] = []

/** How the services answer: by the operation, or by the path where there is none. */
const answers: Record<string, [status: number, body: object, headers?: Record<string, string>]> = {
  'DynamoDB_20120810.GetItem': [
    400,
    { __type: 'com.amazonaws.dynamodb#ResourceNotFoundException', message: 'no table' },
  ],
  'DynamoDB_20120810.PutItem': [
    400,
    {
      __type: 'com.amazonaws.dynamodb#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { pk: { S: 'LEAD#a' }, count: { N: '1' } },
    },
  ],
  'AWSEvents.PutEvents': [200, { FailedEntryCount: 0, Entries: [{ EventId: 'one' }] }],
  '/v2/email/outbound-emails': [400, { message: 'not verified' }, { 'x-amzn-errortype': 'MessageRejected' }],
  'AWSStepFunctions.StartExecution': [400, { __type: 'ExecutionAlreadyExists', message: 'it is there' }],
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const target = String(request.headers['x-amz-target'] ?? request.url)
    const { authorization } = request.headers
    asked.push({
      method: request.method,
      path: request.url,
      target,
      scope: /^AWS4-HMAC-SHA256 Credential=[^,]*, SignedHeaders=[^,]*/.exec(authorization ?? '')?.[0],
      body: Buffer.concat(chunks).toString(),
    })
    const [status, body, headers] = answers[target] ?? [500, {}]
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function heard(calls: typeof sdkCalls): Promise<{ asked: object[]; results: unknown[] }> {
  asked = []
  const results = await calls(endpoint)
  return { asked, results: results.map((one) => ({ ...(one as object), $metadata: undefined })) }
}

/** A module as it is in a bundle. */
async function bundledModule(path: string) {
  await build({ ...bundling, absWorkingDir: root, entryPoints: [path], outdir: folder })
  return import(pathToFileURL(join(folder, basename(path).replace('.ts', '.mjs'))).href)
}

describe('the AWS SDK in a bundle', () => {
  it('asks and understands what it does outside of one, errors too', async () => {
    const bundled = await bundledModule('test/infra/sdk-calls.ts')
    const inside = await heard(bundled.sdkCalls)
    expect(inside).toEqual(await heard(sdkCalls))
    expect(inside.asked).toHaveLength(Object.keys(answers).length)
    for (const { scope } of inside.asked as { scope?: string }[]) expect(scope).toContain('/aws4_request')
    expect(inside.results).toEqual([
      expect.objectContaining({
        name: 'ResourceNotFoundException',
        message: 'no table',
        $fault: 'client',
        known: false,
      }),
      expect.objectContaining({
        name: 'ConditionalCheckFailedException',
        Item: { pk: { S: 'LEAD#a' }, count: { N: '1' } },
        known: true,
      }),
      expect.objectContaining({ FailedEntryCount: 0, Entries: [{ EventId: 'one' }] }),
      expect.objectContaining({ name: 'MessageRejected', message: 'not verified', known: false }),
      expect.objectContaining({ name: 'ExecutionAlreadyExists', message: 'it is there', known: true }),
    ])
  }, 60_000)
})

/** Each element that a mail may have, with what a parser may stumble over. */
const mail = `<mjml><mj-head><mj-title>A &amp; B</mj-title><mj-preview>&nbsp;soon</mj-preview><mj-breakpoint width="400px" />
  <mj-attributes><mj-all font-family="Arial" /><mj-class name="big" font-size="20px" /></mj-attributes>
  <mj-style>.a { color: red }</mj-style></mj-head><mj-body background-color="#fff">
  <mj-wrapper padding="1px 2px"><mj-section><mj-group><mj-column width="40%"><mj-text mj-class="big">&copy; a < b &lt;c&gt; {{ x }}</mj-text>
  <mj-button href="https://e.example/?a=1&amp;b=2">Go</mj-button></mj-column><mj-column><mj-image src="a.png" alt="&quot;A&quot;" />
  <mj-divider /><mj-spacer height="5px" /></mj-column></mj-group></mj-section></mj-wrapper>
  <mj-section><mj-column><mj-table><tr><td>1</td></tr></mj-table><mj-raw><!-- kept --><br></mj-raw>
  <mj-social mode="vertical"><mj-social-element name="github" href="https://e.example">Us</mj-social-element></mj-social>
  <mj-accordion><mj-accordion-element><mj-accordion-title>Q</mj-accordion-title><mj-accordion-text>A</mj-accordion-text>
  </mj-accordion-element></mj-accordion><mj-navbar hamburger="hamburger"><mj-navbar-link href="/a">A</mj-navbar-link></mj-navbar>
  <mj-carousel><mj-carousel-image src="a.png" /><mj-carousel-image src="b.png" /></mj-carousel></mj-column></mj-section>
  <mj-hero height="100px" background-url="a.png"><mj-text>Hero</mj-text></mj-hero><mj-section><mj-none /></mj-section></mj-body></mjml>`

describe('MJML in a bundle', () => {
  it('makes the same HTML of every element, and says the same of what is wrong', async () => {
    const bundled = await bundledModule('core/content/compile-mjml.ts')
    const made = async (compile: typeof compileMjml) => {
      const { html, problems } = await compile(mail)
      // A carousel and a menu are given random names.
      return { html: html?.replace(/[0-9a-f]{16}/g, 'random'), problems }
    }
    const inside = await made(bundled.compileMjml)
    expect(inside).toEqual(await made(compileMjml))
    expect(inside.html).toContain('mj-carousel-random')
    expect(inside.problems).toEqual([expect.objectContaining({ message: 'there is no element <mj-none>' })])
  }, 60_000)
})
