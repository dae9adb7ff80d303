import { type Provider, provider } from '../../core/outreach/provider.ts'
import { providerKey } from '../aws/keys.ts'
import { Problem } from '../runtime/problem.ts'
import { allOf, readOne, writeOne } from '../webhooks/removable-items.ts'

export function allProviders(): Promise<Provider[]> {
  return allOf(provider, providerKey(''))
}

/** One provider; undefined when there is none, or none any more. */
export function readProvider(providerId: string): Promise<Provider | undefined> {
  return readOne(provider, providerKey(providerId))
}

/** One provider; throws a {@link Problem} 404. */
export async function findProvider(providerId: string): Promise<Provider> {
  const found = await readProvider(providerId)
  if (!found) throw new Problem(404, 'There is no such provider.')
  return found
}

/** Writes a provider on condition that nobody did since it was read (`before`); false when somebody did. */
export function writeProvider(one: Provider, before: Provider | undefined): Promise<boolean> {
  return writeOne(providerKey(one.providerId), one, before)
}
