import type { Command } from 'commander'
import { Api } from '../api.ts'

/** The API that the global options name, and whether programs read along. */
export function withApi(command: Command): { api: Api; json: boolean } {
  const { api, token, json } = command.optsWithGlobals<{ api?: string; token?: string; json?: boolean }>()
  return { api: new Api({ ...(api && { api }), ...(token && { token }) }), json: json ?? false }
}
