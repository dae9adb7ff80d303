import { error, type Finding, type Path } from './problem.ts'

interface Named {
  readonly id: string
  readonly path: Path
}

/** A provider that is not there, or does not deliver on this channel. Offline nobody knows of any, and nothing is said. */
export function providerFindings(
  { id, path, channel }: Named & { readonly channel: string },
  providers: ReadonlyMap<string, readonly string[]> | undefined,
): Finding[] {
  const channels = providers?.get(id)
  if (!providers || channels?.includes(channel)) return []
  if (channels) {
    return [error(path, `the provider "${id}" does not deliver by ${channel}`, `it delivers by ${channels.join(', ')}`)]
  }
  return [error(path, `there is no provider "${id}"`, 'have an admin make it: ripen providers set')]
}

/** Somebody who is not there, or a team without anybody in it. Offline nobody knows of any, and nothing is said. */
export function staffFindings({ id, path }: Named, staff: ReadonlySet<string> | undefined): Finding[] {
  if (!staff || staff.has(id)) return []
  const mend = 'name a team or a person of "ripen users", or owner'
  return [error(path, `there is no team "${id}", and nobody of the staff is called so`, mend)]
}

/** Whom sequences name that the running system alone knows, each once and sorted. */
export interface NamedOutside {
  readonly staff: readonly string[]
  readonly providers: readonly string[]
}

/** What among these references nobody can look at offline; undefined where there is nothing. */
export function namedOutside(
  references: readonly { readonly kind: string; readonly id: string }[],
): NamedOutside | undefined {
  const of = (kind: string) => [...new Set(references.filter((one) => one.kind === kind).map(({ id }) => id))].sort()
  const [staff, providers] = [of('staff'), of('provider')]
  return staff.length + providers.length > 0 ? { staff, providers } : undefined
}
