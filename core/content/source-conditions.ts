import type { Test } from '../condition.ts'
import { leadSourceNames } from '../leads/lead-source.ts'
import { origins } from '../lists/list-row.ts'
import { nearestName } from './nearest-name.ts'
import { error, type Finding, type Path } from './problem.ts'

/** What is wrong with what a condition asks of the source that a lead came from: a name that there is not, or a value that none has. */
export function sourceFindings(field: string, test: Test, path: Path): Finding[] {
  if (!field.startsWith('lead-source.')) return []
  if (!leadSourceNames.some((name) => name === field)) {
    const meant = nearestName(field, leadSourceNames)
    const mend = meant ? `did you mean "${meant}"?` : `write one of ${leadSourceNames.join(', ')}`
    return [{ ...error(path, `nothing of a source is called "${field}"`, mend), atKey: true }]
  }
  if (field === 'lead-source.origin') {
    const others = comparedWith(test).filter((value) => !origins.some((origin) => origin === value))
    return others.map((value) =>
      error(path, `no source has the origin ${JSON.stringify(value)}`, `write one of ${origins.join(', ')}`),
    )
  }
  if (field === 'lead-source.controllable' && comparedWith(test).some((value) => typeof value !== 'boolean')) {
    return [error(path, 'a source is controllable or not', 'write true or false')]
  }
  return []
}

/** The values that a test compares whole values with. */
function comparedWith(test: Test): unknown[] {
  if (typeof test !== 'object' || Array.isArray(test)) return [test].flat()
  return Object.entries(test).flatMap(([operator, value]) =>
    operator === 'equals' || operator === 'in' || operator === 'not-in' ? [value].flat() : [],
  )
}
