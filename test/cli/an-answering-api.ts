import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Command } from 'commander'
import { vi } from 'vitest'

/** What was called, and with what. */
interface Called {
  readonly call: string
  readonly body: unknown
}

/** An answer that is none of 200. */
class Refusal {
  readonly status: number
  readonly body: object

  constructor(status: number, body: object) {
    this.status = status
    this.body = body
  }
}

export const refused = (status: number, body: object) => new Refusal(status, body)

function statusOf(answer: object | undefined): [number, object | undefined] {
  return answer instanceof Refusal ? [answer.status, answer.body] : [200, answer]
}

/** An API that answers what a test says, and notes what it is called with. */
export async function anAnsweringApi(answers: (call: string, body: unknown) => object | undefined) {
  const called: Called[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    const [call, body] = [`${request.method} ${request.url}`, text && JSON.parse(text)]
    called.push({ call, body })
    const [status, answer] = statusOf(answers(call, body))
    response.setHeader('content-type', 'application/json')
    if (answer === undefined) response.writeHead(204).end()
    else response.writeHead(status).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    called,
    /** What `ripen` with this command says, or as what it fails. */
    says: async (command: Command, ...args: string[]): Promise<string> => {
      const lines: string[] = []
      const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)))
      for (const one of [command, ...command.commands]) one.exitOverride().configureOutput({ writeErr: () => {} })
      const whole = new Command('ripen').option('--api <url>').option('--token <jwt>').option('--json')
      whole.exitOverride().addCommand(command)
      const given = ['--api', `http://127.0.0.1:${port}`, '--token', 't', ...args]
      try {
        await whole.parseAsync(given, { from: 'user' })
      } catch (error) {
        return (error as Error).message
      } finally {
        log.mockRestore()
      }
      return lines.join('\n')
    },
    stop: () => server.close(),
  }
}
