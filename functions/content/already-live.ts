import { isDeepStrictEqual } from 'node:util'
import { type CurrentItem, type InFlight, readVersion, type Standing } from './content-items.ts'
import { readEtag } from './etag.ts'
import type { AskedInFlight } from './judge-in-flight.ts'

/** The live version, where this call to publish is the repeat of the one that made it live: its answer was lost. */
export async function alreadyLive(
  ifMatch: string | undefined,
  { current }: Standing,
  asked: AskedInFlight,
): Promise<CurrentItem | undefined> {
  const started = readEtag(ifMatch)
  if (!current || started?.hash !== current.hash || started.version >= current.version) return undefined
  const inFlight = (await readVersion(current.type, current.id, current.version))?.inFlight
  return !inFlight || isAsked(inFlight, asked) ? current : undefined
}

function isAsked({ choice, steps, again }: InFlight, asked: AskedInFlight): boolean {
  return choice === asked.inFlight && isDeepStrictEqual(steps, { ...asked.steps }) && !again === !asked.again
}
