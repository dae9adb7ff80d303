import { experimentOf, neededFor } from '../insight/experiment-result.ts'
import { partsOf } from '../nurture/send-time/common-hours.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { templatesOf } from '../nurture/steps.ts'
import type { Act } from './persona-acts.ts'
import type { SimulationInput } from './simulation.ts'

/** What the persona would do about mails that never come. */
export function notesOn(acts: readonly Act[], sequences: readonly Sequence[]): string[] {
  const sends = new Set(sequences.flatMap(({ steps }) => steps.flatMap(templatesOf)))
  const names = sequences.map(({ id }) => id).join(' and ')
  const strange = acts.flatMap(({ template }) => (template !== undefined && !sends.has(template) ? [template] : []))
  return [...new Set(strange)].map(
    (one) =>
      `${names} never ${sequences.length > 1 ? 'send' : 'sends'} ${one}: what the persona does about it is left out`,
  )
}

/** What an experiment will take, said before anybody comes. */
export function experimentNotes(sequence: Sequence): string[] {
  const step = experimentOf(sequence)
  if (!step) return []
  const needed = neededFor(step).toLocaleString('en')
  return [`the experiment at ${step.id} takes ${needed} leads of each variant; "ripen experiments" says how far it is`]
}

/** By what the mails of a sequence go that asks for a habit, where the persona begins without one. */
export function habitNotes(
  sequence: Sequence,
  { persona, commonHours }: Pick<SimulationInput, 'persona' | 'commonHours'>,
): string[] {
  if (!sequence['send-time'] || persona.reads.length > 0) return []
  const others = partsOf(commonHours)
    ? 'by the hours of all leads'
    : 'as soon as all else lets them: of other leads too few have clicked yet, or none are known here'
  return [
    `${sequence.id} goes by habit, and the persona has none yet ("reads: [tue 20:00]" gives it one): until it clicks, its mails go ${others}`,
  ]
}
