import type * as z from 'zod/mini'
import { dayOffNamedTwice, type teamCalendar } from '../handoff/calendar.ts'
import type { SlaPolicy } from '../handoff/policy.ts'
import { problemOfHolidays } from './holiday-places.ts'
import { leadConditionFindings, leadConditionFindingsIn } from './lead-conditions.ts'
import { error, type Finding, type Path } from './problem.ts'

/** What is wrong with an SLA policy beyond its schema. */
export function checkPolicy(policy: SlaPolicy): Finding[] {
  return [
    ...leadConditionFindingsIn(policy.routes, ['routes']),
    ...priorityFound(policy),
    ...namesFound(policy),
    ...legsFound(policy),
    ...marketingFound(policy),
  ]
}

function priorityFound({ priority = {} }: SlaPolicy): Finding[] {
  return Object.entries(priority).flatMap(([one, when]) => (when ? leadConditionFindings(when, ['priority', one]) : []))
}

/** What is named and there is not would count for nothing: places of holidays, teams that no route goes to, territories. */
function namesFound({ calendar, teams = {}, territories = {}, routes }: SlaPolicy): Finding[] {
  const named = Object.entries(teams)
  return [
    ...calendarFound(['calendar'], calendar),
    ...named.flatMap(([team, own]) => calendarFound(['teams', team, 'calendar'], own.calendar)),
    ...named.flatMap(([team]) =>
      routes.some((route) => route.team === team || route['passes-to']?.team === team) ? [] : [unroutedTeam(team)],
    ),
    ...routes.flatMap(({ territory = [] }, index) =>
      [territory].flat().flatMap((place, at) => {
        const path = ['routes', index, 'territory', ...(Array.isArray(territory) ? [at] : [])]
        return Object.hasOwn(territories, place) || isPlace(place) ? [] : [unknownTerritory(path, place)]
      }),
    ),
  ]
}

/** A lead that is passed on, or waits to be, with nobody who owes it anything would lie there for ever. */
function legsFound({ routes, duties }: SlaPolicy): Finding[] {
  const passing = routes.findIndex((route) => route['passes-to'] !== undefined)
  const passes = duties.findIndex(({ what }) => what === 'pass')
  if (passing < 0) {
    const mend = 'add "passes-to" to a route, or leave this duty out'
    return passes < 0 ? [] : [error(['duties', passes, 'what'], 'no route says whom leads are passed on to', mend)]
  }
  const path: Path = ['routes', passing, 'passes-to']
  const answers = duties.some(({ who, what }) => who === 'sales' && what === 'answer')
  return [
    ...(passes < 0
      ? [
          error(
            path,
            'no duty asks sales development to pass the lead on',
            'add { who: sales-development, what: pass }',
          ),
        ]
      : []),
    ...(answers
      ? []
      : [error(path, 'no duty asks sales to answer what is passed on', 'add { who: sales, what: answer }')]),
  ]
}

function marketingFound({ duties, marketing }: SlaPolicy): Finding[] {
  const index = marketing === undefined ? duties.findIndex(({ who }) => who === 'marketing') : -1
  const mend = 'add "marketing:" with the id of one of the staff'
  return index < 0
    ? []
    : [error(['duties', index, 'who'], 'nobody of marketing is named who would be told of it', mend)]
}

function calendarFound(path: Path, { holidays, 'days-off': daysOff = [] }: z.infer<typeof teamCalendar>): Finding[] {
  const again = dayOffNamedTwice(daysOff)
  return [
    ...holidaysFound(path, holidays),
    ...(again === undefined ? [] : [error([...path, 'days-off', again], 'name each day off once')]),
  ]
}

function holidaysFound(path: Path, place: string | undefined): Finding[] {
  const problem = problemOfHolidays(place)
  return problem ? [error([...path, 'holidays'], `no public holidays are known of ${problem.what}`, problem.mend)] : []
}

function unroutedTeam(team: string): Finding {
  const path = ['teams', team]
  return {
    ...error(path, `no route goes to the team "${team}"`, 'correct its name, or add a route to it'),
    atKey: true,
  }
}

function unknownTerritory(path: Path, place: string): Finding {
  const [country = ''] = place.split('-')
  const meant = isCode(country) ? codeOf(country) : country
  const mend = meant === country ? 'name it under "territories", or write a country like RU' : `write ${meant}`
  return error(path, `"${place}" is no territory and no country`, mend)
}

/** A country that ISO 3166 has under this very code: UK is GB there. More countries than those whose holidays are known. */
function isPlace(place: string): boolean {
  const [country = ''] = place.split('-')
  return isCode(country) && codeOf(country) === country && nameOf(country) !== undefined
}

function isCode(text: string): boolean {
  return /^[A-Z]{2}$/.test(text)
}

/** The code of today's for one that was, or that people take for it. */
function codeOf(country: string): string | undefined {
  return new Intl.Locale(`und-${country}`).region
}

function nameOf(country: string): string | undefined {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country)
}
