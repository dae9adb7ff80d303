import type { StateMachine } from 'aws-local-stepfunctions'

export type Json = Parameters<StateMachine['run']>[0]

/** A Wait state, as far as it tells until when. */
interface Wait {
  readonly [field: string]: unknown
}

/** The paths that are honoured: names alone, such as `$.a.b`. */
export const simplePath = /^\$(\.[A-Za-z_]\w*)+$/

/** When a wait ends, in virtual ms; NaN when its state names no time. */
export function dueOf(wait: Wait, data: Json, nowMs: number): number {
  if (wait.Seconds !== undefined) return nowMs + Number(wait.Seconds) * 1_000
  if (wait.SecondsPath !== undefined) return nowMs + Number(at(String(wait.SecondsPath), data) ?? Number.NaN) * 1_000
  return Date.parse(String(wait.Timestamp ?? at(String(wait.TimestampPath), data)))
}

function at(path: string, data: Json): Json | undefined {
  let value: Json | undefined = data
  for (const field of path.split('.').slice(1))
    value = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[field] : undefined
  return value
}
