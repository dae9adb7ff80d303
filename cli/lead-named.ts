import { text } from 'node:stream/consumers'
import { leadId } from '../core/names.ts'
import type { Api } from './api.ts'

/** A lead as the API shows it. */
export type ShownLead = Record<string, unknown> & { readonly leadId: string }

/** How commands say what they take for a lead. */
export const leadArgument =
  'its address or id; "-" reads the address from stdin, so that it stands in no list of processes'

/** The lead of this address or id (`-`: the address comes on stdin). Throws Error where there is none. */
export async function leadNamed(api: Api, given: string): Promise<ShownLead> {
  return (await api.get<ShownLead>(`/leads/${await idOf(api, given)}`)).body
}

/** The id of this lead, which stands for itself. Throws Error where there is no such address. */
export async function idOf(api: Api, given: string): Promise<string> {
  const name = given === '-' ? (await text(process.stdin)).trim() : given
  if (name === '') throw new Error('no address came on stdin')
  if (leadId.safeParse(name).success) return name
  const found = await api.post<{ items: { leadId: string }[] }>('/leads/search', { email: name })
  const [first] = found.body.items
  if (!first) throw new Error('there is no lead with this address')
  return first.leadId
}
