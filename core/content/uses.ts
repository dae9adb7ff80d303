import type { Form } from '../capture/form.ts'
import { segmentsIn } from '../nurture/segment.ts'
import { end, type Sequence } from '../nurture/sequence.ts'
import { targetsOf, templatesOf } from '../nurture/steps.ts'
import type { ScoringModel } from '../scoring/model.ts'
import type { ContentType } from './content-type.ts'
import type { StandsAt } from './in-flight.ts'
import { type Path, pointerOf } from './problem.ts'
import { type Reference, referencesOfForm, referencesOfScoringModel, referencesOfSequence } from './references.ts'
import { segmentsNamed } from './segments-named.ts'

/** What names a content: where, and how many leads have it before them still. */
export interface Use {
  readonly type: ContentType
  readonly id: string
  readonly version: number
  /** Is it live, or do leads only stand in it still? */
  readonly live: boolean
  /** Steps of a sequence, languages of an email that links to a file, JSON pointers into all else; of a segment pointers, and the segments that use it. */
  readonly places: readonly string[]
  /** How many leads are at or before such a step; a sequence alone has them. */
  readonly leadsBefore?: number
  /** There may be more: they were not all counted. */
  readonly atLeast?: boolean
}

/** The mails about a hand-off: every SLA policy has them sent. */
export const staffMails: readonly string[] = [
  'handoff-opened',
  'handoff-warning',
  'handoff-escalated',
  'handoff-moved',
  'handoff-disputed',
  'handoff-reviewed',
]

/** The steps of a sequence that may send this email. */
function stepsSending({ steps }: Sequence, email: string): string[] {
  return steps.filter((step) => templatesOf(step).includes(email)).map(({ id }) => id)
}

/** The steps from which some way leads to one of these, and these themselves. */
export function stepsBefore(sequence: Sequence, targets: readonly string[]): ReadonlySet<string> {
  const before = new Set(targets)
  for (let grown = true; grown; ) {
    grown = false
    for (const step of sequence.steps) {
      if (before.has(step.id)) continue
      if (!targetsOf(sequence, step).some((target) => target !== end && before.has(target))) continue
      before.add(step.id)
      grown = true
    }
  }
  return before
}

/** The use that a version of a sequence makes of an email, with the leads that have it before them; undefined when it makes none. */
export function useInSequence(
  sequence: Sequence,
  email: string,
  { version, live, stands }: { version: number; live: boolean; stands: readonly StandsAt[] },
): Use | undefined {
  const places = stepsSending(sequence, email)
  if (places.length === 0) return undefined
  const before = stepsBefore(sequence, places)
  const there = stands.filter((one) => one.version === version && before.has(one.step))
  const leadsBefore = there.reduce((sum, { leads }) => sum + leads, 0)
  const atLeast = there.some((one) => one.atLeast)
  return { type: 'sequences', id: sequence.id, version, live, places, leadsBefore, ...(atLeast && { atLeast }) }
}

/** The use that a version of a sequence makes of a segment, itself or by another one, with the leads inside of it; undefined when it makes none. */
export function useOfSegment(
  sequence: Sequence,
  segment: string,
  { version, live, stands }: { version: number; live: boolean; stands: readonly StandsAt[] },
): Use | undefined {
  const { segments = [], ...written } = sequence
  if (!segments.some(({ id }) => id === segment)) return undefined
  const own = segmentsNamed(written).filter(({ id }) => id === segment)
  const through = segments.filter(({ when }) => segmentsIn(when).includes(segment)).map(({ id }) => `segment ${id}`)
  const there = stands.filter((one) => one.version === version)
  const leadsBefore = there.reduce((sum, { leads }) => sum + leads, 0)
  const atLeast = there.some((one) => one.atLeast)
  const places = [...own.map(({ path }) => pointerOf(path)), ...through]
  return { type: 'sequences', id: sequence.id, version, live, places, leadsBefore, ...(atLeast && { atLeast }) }
}

/** What is live, by type, as far as it can name others. */
export interface Live {
  readonly sequences: readonly { readonly version: number; readonly value: Sequence }[]
  readonly forms: readonly { readonly version: number; readonly value: Form }[]
  readonly models: readonly { readonly version: number; readonly value: ScoringModel }[]
  readonly policies: readonly { readonly version: number; readonly id: string }[]
}

/** Where a content names others of one type. */
interface Named {
  readonly id: string
  readonly path: Path
}

/** What of the live content names this one, apart from sequences that send an email: these are told with their leads. */
export function usesIn({ sequences, forms, models, policies }: Live, type: ContentType, id: string): Use[] {
  const use = (by: ContentType, version: number, value: { id: string }, named: readonly Named[]): Use[] => {
    const places = named.filter((one) => one.id === id).map(({ path }) => pointerOf(path))
    return places.length === 0 ? [] : [{ type: by, id: value.id, version, live: true, places }]
  }
  const inSequence =
    type === 'emails' ? () => [] : type === 'sequences' ? afterOthers : ofType(type, referencesOfSequence)
  return [
    ...sequences.flatMap(({ version, value }) => use('sequences', version, value, inSequence(value))),
    ...forms.flatMap(({ version, value }) => use('forms', version, value, ofType(type, referencesOfForm)(value))),
    ...models.flatMap(({ version, value }) =>
      use('scoring-models', version, value, ofType(type, referencesOfScoringModel)(value)),
    ),
    ...(type === 'emails' && staffMails.includes(id)
      ? policies.map((policy) => ({ type: 'sla-policies' as const, ...policy, live: true, places: [] }))
      : []),
  ]
}

const kinds: Partial<Record<ContentType, Reference['kind']>> = { emails: 'email', forms: 'form' }

function ofType<Value>(type: ContentType, references: (value: Value) => Reference[]): (value: Value) => Named[] {
  return (value) => references(value).filter(({ kind }) => kind === kinds[type])
}

/** The sequences that one begins after: `{ event: enrolment-finished, where: { sequence: welcome } }`. */
function afterOthers({ trigger }: Sequence): Named[] {
  if (!trigger || !('event' in trigger) || !trigger.where) return []
  const ids = [trigger.where.sequence].flat().filter((one): one is string => typeof one === 'string')
  return ids.map((id) => ({ id, path: ['trigger', 'where', 'sequence'] }))
}
