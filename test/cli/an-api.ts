import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Command } from 'commander'
import { vi } from 'vitest'

interface Call {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

interface Answer {
  readonly status?: number
  readonly body: unknown
  readonly etag?: string
}

/** An API of which a test says what it answers; keeps what it was asked. */
export async function anApi(answer: (call: Call) => Answer) {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const text = Buffer.concat(pieces).toString()
    const call = {
      method: request.method ?? '',
      path: request.url ?? '',
      body: text === '' ? undefined : JSON.parse(text),
    }
    calls.push(call)
    const { status = 200, body, etag } = answer(call)
    response.writeHead(status, { 'content-type': 'application/json', ...(etag && { etag }) })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { url, calls, stop }
}

/** What a command prints when it is called with these words, or the error that it ends with; `code`: what it would exit with. */
export async function callRipen(url: string, command: Command, ...words: string[]) {
  const program = new Command('ripen').option('--api <url>').option('--token <jwt>').option('--json').exitOverride()
  program.addCommand(command.exitOverride().configureOutput({ writeErr: () => {} }))
  const printed: string[] = []
  const print = (...texts: unknown[]) => void printed.push(texts.join(' '))
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(print),
    vi.spyOn(console, 'error').mockImplementation(print),
  ]
  process.exitCode = 0
  let error: string | undefined
  try {
    await program.parseAsync(['--api', url, '--token', 'token', command.name(), ...words], { from: 'user' })
  } catch (thrown) {
    error = (thrown as Error).message
  }
  const code = error === undefined ? process.exitCode : 1
  process.exitCode = 0
  for (const spy of spies) spy.mockRestore()
  return { text: printed.join('\n'), error, code }
}
