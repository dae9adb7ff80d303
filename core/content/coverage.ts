import { stages } from '../leads/lead.ts'
import { type ContentTags, listed } from './content-tags.ts'

/** A mail or a file that people read, with what marketing says of it. */
export interface TaggedContent {
  /** `emails/case-study`, `files/white-paper`. */
  readonly name: string
  readonly tags: ContentTags
}

/** What there is at one stage for one audience. */
export interface CoverageCell {
  readonly stage: string
  readonly audience: string
  /** What is for just these people. */
  readonly own: readonly string[]
  /** What is for anyone at this stage. */
  readonly forAnyone: readonly string[]
}

/** The stage x audience matrix of a folder. */
export interface Coverage {
  readonly audiences: readonly string[]
  /** Stage by stage, and at each one audience by audience. */
  readonly cells: readonly CoverageCell[]
  /** Stages and audiences for which there is nothing at all. */
  readonly holes: readonly { readonly stage: string; readonly audience: string }[]
  /** What names no stage, and so stands nowhere in it. */
  readonly unplaced: readonly string[]
}

/** Stands for content that names no audience. */
export const anyone = 'anyone'

/** Which content there is for whom at which stage, and where there is none; undefined where nothing names a stage. */
export function coverageOf(contents: readonly TaggedContent[]): Coverage | undefined {
  const placed = contents.filter(({ tags }) => listed(tags.stage).length > 0)
  if (placed.length === 0) return undefined
  const audiences = [...new Set(placed.flatMap(({ tags }) => listed(tags.audience)))].sort()
  const cells = stages.flatMap((stage) => {
    const here = placed.filter(({ tags }) => listed(tags.stage).includes(stage))
    const named = (isThere: (audiences: readonly string[]) => boolean) =>
      here.filter(({ tags }) => isThere(listed(tags.audience))).map(({ name }) => name)
    const forAnyone = named((those) => those.length === 0)
    return [
      { stage, audience: anyone, own: forAnyone, forAnyone },
      ...audiences.map((audience) => ({ stage, audience, own: named((those) => those.includes(audience)), forAnyone })),
    ]
  })
  const isHole = ({ audience, own, forAnyone }: CoverageCell) =>
    (audience !== anyone || audiences.length === 0) && own.length === 0 && forAnyone.length === 0
  return {
    audiences,
    cells,
    holes: cells.filter(isHole).map(({ stage, audience }) => ({ stage, audience })),
    unplaced: contents.filter(({ tags }) => listed(tags.stage).length === 0).map(({ name }) => name),
  }
}
