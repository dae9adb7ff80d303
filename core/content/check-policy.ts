import type { SlaPolicy } from '../handoff/policy.ts'
import { holidayPlaces } from './holiday-places.ts'
import type { Finding } from './problem.ts'

/** What is wrong with an SLA policy beyond its schema: a calendar without the holidays that it names would count them as working days. */
export function checkPolicy({ calendar: { holidays } }: SlaPolicy): Finding[] {
  if (holidays === undefined) return []
  const [country = '', region] = holidays.split('-')
  const regions = holidayPlaces.get(country)
  const refusal = (message: string, mend: string): Finding[] => [
    { path: ['calendar', 'holidays'], severity: 'error', message: `no public holidays are known of ${message}`, mend },
  ]
  if (!regions) {
    const mend = 'write its ISO 3166 code (RU, GB), or leave "holidays" out and name the days under "days-off"'
    return refusal(`the country "${country}"`, mend)
  }
  if (region === undefined || regions.has(region)) return []
  const known = regions.size > 0 ? `one of ${[...regions].join(', ')} or ` : ''
  return refusal(`the region "${region}" of "${country}"`, `write ${known}"${country}" alone`)
}
