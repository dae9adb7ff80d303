import type { Profile } from './lead.ts'

/**
 * Where a lead came from, as conditions ask it (`source.name`, `source.origin` and so on): the list or post of another source where it stood there before
 * its first touch, else that touch, which is `inbound`. So the funnel counts it, too. `controllable` is there where the source says it.
 */
export interface CameFrom {
  readonly name?: string | undefined
  readonly origin: string
  readonly controllable?: boolean | undefined
  readonly medium?: string | undefined
  readonly campaign?: string | undefined
  readonly form?: string | undefined
}

export function cameFrom({ firstTouch, imported }: Pick<Profile, 'firstTouch' | 'imported'>): CameFrom {
  const list = imported && (!firstTouch || imported.at < firstTouch.at) ? imported : undefined
  return {
    name: list?.source ?? firstTouch?.source,
    origin: list?.origin ?? 'inbound',
    controllable: list?.controllable,
    medium: firstTouch?.medium,
    campaign: firstTouch?.campaign,
    form: firstTouch?.form,
  }
}

/** The names under which conditions ask for it. */
export const cameFromNames = [
  'source.name',
  'source.origin',
  'source.controllable',
  'source.medium',
  'source.campaign',
  'source.form',
] as const
