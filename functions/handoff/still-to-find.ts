import type { FindingName } from '../../core/handoff/finding.ts'
import { Problem } from '../runtime/problem.ts'

const asks: Readonly<Record<FindingName, string>> = {
  need: 'say what the lead needs',
  authority: 'say who decides there',
  budget: 'say what they can spend',
  timing: 'say by when they want it',
}

/** A 422 that names what the funnel asks of a lead and nobody found yet; `under` is where in the body it can be said. */
export function stillToFind(missing: readonly FindingName[], under: '' | '/findings'): Problem {
  const before = under === '' ? '' : ' Say it here as "findings", or before with POST /handoffs/{handoffId}/qualify.'
  return new Problem(422, `The funnel asks sales for ${missing.join(' and ')} before this lead is an SQL.${before}`, {
    errors: missing.map((name) => ({ pointer: `${under}/${name}`, detail: asks[name] })),
  })
}
