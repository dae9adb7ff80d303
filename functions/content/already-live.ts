import { type CurrentItem, type InFlight, readVersion, type Standing } from './content-items.ts'

/** The live version, where this call to publish is the repeat of the one that made it live: its answer was lost. */
export async function alreadyLive(
  ifMatch: string | undefined,
  { current }: Standing,
  asked: { inFlight?: InFlight['choice'] | undefined; steps?: Readonly<Record<string, string>> | undefined },
): Promise<CurrentItem | undefined> {
  const [, version, hash] = /^"v(\d+)-([0-9a-f]{16})"$/.exec(ifMatch ?? '') ?? []
  if (!current || hash !== current.hash || Number(version) >= current.version) return undefined
  const inFlight = (await readVersion(current.type, current.id, current.version))?.inFlight
  const same =
    !inFlight ||
    (inFlight.choice === asked.inFlight && JSON.stringify(inFlight.steps) === JSON.stringify(asked.steps ?? {}))
  return same ? current : undefined
}
