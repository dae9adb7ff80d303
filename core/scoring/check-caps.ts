import { nearestName } from '../content/nearest-name.ts'
import { type Finding, warning } from '../content/problem.ts'
import { durationMs } from '../duration.ts'
import type { ScoringModel } from './model.ts'
import { refusal } from './refusal.ts'

/** Caps under one award of their own, groups that there are not or that nobody is in, and steps of inactivity that say the same. */
export function checkCaps(model: ScoringModel): Finding[] {
  return [...underOneAward(model), ...groupsNamed(model), ...groupCaps(model), ...stepsOfSilence(model)]
}

/** "Caps below a single award": the points of one time could never be given whole. */
function underOneAward({ engagement }: ScoringModel): Finding[] {
  return engagement.flatMap(({ points, cap }, index) =>
    cap !== undefined && cap < Math.abs(points)
      ? [neverWhole(['engagement', index, 'cap'], cap, Math.abs(points))]
      : [],
  )
}

function neverWhole(path: Finding['path'], cap: number, points: number): Finding {
  const message = `one time brings ${points} points, and the cap lets ${cap} through: they are never given whole`
  return refusal(path, message, `write ${points} or more, or give at most ${cap} points`)
}

function groupsNamed({ engagement, groups }: ScoringModel): Finding[] {
  const names = groups.map(({ id }) => id)
  return engagement.flatMap(({ group }, index) => {
    if (group === undefined || names.includes(group)) return []
    const near = nearestName(group, names)
    const mend = near ? `write "${near}"` : `add { id: ${group}, cap: … } to "groups", or leave it out`
    return [refusal(['engagement', index, 'group'], `there is no group "${group}"`, mend)]
  })
}

function groupCaps({ engagement, groups }: ScoringModel): Finding[] {
  return groups.flatMap(({ id, cap }, index): Finding[] => {
    const inIt = engagement.filter(({ group }) => group === id)
    const most = Math.max(
      0,
      ...inIt.map(({ points, cap: own }) => Math.min(Math.abs(points), own ?? Number.POSITIVE_INFINITY)),
    )
    if (groups.findIndex((other) => other.id === id) < index)
      return [refusal(['groups', index, 'id'], `"${id}" is the name of an earlier one`, 'give it an id of its own')]
    if (inIt.length === 0) return [warning(['groups', index], 'no rule is in this group', `give a rule "group: ${id}"`)]
    return cap < most ? [neverWhole(['groups', index, 'cap'], cap, most)] : []
  })
}

function stepsOfSilence({ inactivity }: ScoringModel): Finding[] {
  return inactivity.flatMap(({ after }, index) =>
    inactivity.findIndex((other) => durationMs(other.after) === durationMs(after)) < index
      ? [refusal(['inactivity', index, 'after'], 'an earlier step is after the same time', 'give their points in one')]
      : [],
  )
}
