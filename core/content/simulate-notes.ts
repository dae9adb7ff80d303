import { experimentOf, neededFor } from '../insight/experiment-result.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { templatesOf } from '../nurture/steps.ts'
import type { Act } from './persona-acts.ts'

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
