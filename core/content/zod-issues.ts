import type * as z from 'zod/mini'
import { kindNames, orList } from '../issue-words.ts'
import { error, type Finding, type Path } from './problem.ts'

type Issue = z.core.$ZodIssue

/**
 * A schema's issues in words, each at the part of `given` that it is about: every unknown key by itself, what is missing by name, and of a union the
 * alternative that was most likely meant.
 */
export function plainIssues(issues: readonly Issue[], given: unknown): Finding[] {
  const unknown = new Set(issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('/')))
  // A rule on the whole of a part says nothing new where one of its keys is misspelt.
  const own = issues.filter(({ code, path }) => code !== 'custom' || !unknown.has(path.join('/')))
  return own.flatMap((issue) => plain(issue, [], given))
}

function plain(issue: Issue, before: Path, given: unknown): Finding[] {
  const path: Path = [...before, ...(issue.path as (string | number)[])]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...error([...path, key], `there is no "${key}" here`, 'check its spelling and indent'),
      atKey: true,
    }))
  }
  if (issue.code === 'invalid_union' && path.length > 0 && valueAt(given, path) === undefined) return [missing(path)]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const meant = likeliest(issue.errors, valueAt(given, path))
    if (meant) return meant.flatMap((inner) => plain(inner, path, given))
    return [error(path, `this may be ${orList(issue.errors.flatMap(kindsIn))}`, 'write one of these')]
  }
  if (issue.code === 'invalid_type' && valueAt(given, path) === undefined) return [missing(path)]
  return [{ ...error(path, inWords(issue)), ...(issue.code === 'invalid_key' && { atKey: true }) }]
}

/** Undefined where every alternative wants another kind of value. */
function likeliest(alternatives: readonly (readonly Issue[])[], given: unknown): readonly Issue[] | undefined {
  const ranked = alternatives
    .filter((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0))
    .map((issues) => ({ issues, cost: issues.reduce((sum, issue) => sum + costOf(issue, given), 0) }))
    .sort((a, b) => a.cost - b.cost)
  return ranked[0]?.issues
}

/** A key that an alternative does not know, or one that it needs, speaks against it more than a wrong value does. */
function costOf(issue: Issue, given: unknown): number {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) return 10 * issue.keys.length
  if (issue.code === 'invalid_type' && valueAt(given, issue.path as Path) === undefined) return 5
  return 1
}

function kindsIn(issues: readonly Issue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'invalid_type' && issue.path.length === 0) return [kindNames[issue.expected] ?? issue.expected]
    return issue.code === 'invalid_union' ? issue.errors.flatMap(kindsIn) : []
  })
}

function inWords(issue: Issue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? 'this key is not allowed') : issue.message
}

function valueAt(given: unknown, path: Path): unknown {
  let value = given
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}

function missing(path: Path): Finding {
  const name = String(path.at(-1))
  return error(path, `"${name}" is missing`, `add "${name}: …" here`)
}
