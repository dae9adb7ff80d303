import { answersOf, type CellOf, slugOf, tickIn } from '../../lists/row-of.ts'
import { slug, toInstant } from '../../names.ts'
import type { Fact } from '../engagement.ts'
import { timeIn } from './past-lead.ts'
import { type PastMapping, timeColumn } from './past-mapping.ts'

export type ReadActivity =
  | { readonly key: string; readonly atMs: number; readonly fact: Fact }
  /** Why it is not taken, in words; never with a given value. */
  | { readonly wrong: string }

/**
 * Reads activities as the mapping says; `columns` are those of their file. Each is named by its row, so that each row counts: of two clicks on one day a list of days tells
 * twice the same. Never throws.
 */
export function activityReader(
  { activities }: PastMapping,
  columns: readonly string[],
): (n: number, cellOf: CellOf) => ReadActivity {
  const { lead, types, data } = activities
  const time = timeColumn(activities.at)
  const own = new Set([lead, activities.type, time.column, ''])
  const others = columns.filter((column) => !own.has(column)).map((column) => [column, column])
  const fields = data ?? Object.fromEntries(others)
  // A long list has few words in this column.
  const known = new Map<string, string | undefined>()
  const typeOf = (word: string): string | undefined => {
    if (known.has(word)) return known.get(word)
    const type = Object.hasOwn(types, word) ? (types[word] as string) : slugOf(word)
    const found = slug.safeParse(type).success ? type : undefined
    if (known.size < typesKept) known.set(word, found)
    return found
  }
  return (n, cellOf) => {
    const key = cellOf(lead)
    if (key === '') return { wrong: `The lead is missing (column “${lead}”).` }
    const atMs = timeIn(time, cellOf)
    if (atMs === 'missing') return { wrong: `When it was is missing (column “${time.column}”).` }
    if (typeof atMs === 'string') return { wrong: atMs }
    const type = typeOf(cellOf(activities.type))
    if (type === undefined) {
      return { wrong: `What was done (column “${activities.type}”) is missing or no name of an activity.` }
    }
    const read = answersOf({ fields, fixed: {} }, cellOf)
    if ('wrong' in read) return read
    // As columns of their own say it, a machine is one by the word.
    if (!data && typeof read.fields.machine === 'string') read.fields.machine = tickIn(read.fields.machine) === true
    const id = `row-${String(n).padStart(8, '0')}`
    return { key, atMs, fact: { id, type, at: toInstant(atMs), data: read.fields } }
  }
}

const typesKept = 1_000
