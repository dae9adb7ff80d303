import type { StandsAt } from '../../core/content/in-flight.ts'
import type { Key } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'

/** The keys of the enrolments that are open in one version of a sequence, each with its step. */
export async function* enrolmentsIn(sequence: string, version: number): AsyncGenerator<{ key: Key; step: string }> {
  for await (const item of everyItem({ index: 'sequence', pk: `${sequence}#${version}` })) {
    yield { key: { pk: String(item.pk), sk: String(item.sk) }, step: String(item.atStep) }
  }
}

/** How many leads stand where, in all versions up to this one. */
export async function standsIn(sequence: string, version: number): Promise<StandsAt[]> {
  const counts = new Map<string, StandsAt>()
  for (let one = version; one >= 1; one -= 1) {
    for await (const { step } of enrolmentsIn(sequence, one)) {
      const name = `${one}/${step}`
      counts.set(name, { version: one, step, leads: (counts.get(name)?.leads ?? 0) + 1 })
    }
  }
  return [...counts.values()]
}
