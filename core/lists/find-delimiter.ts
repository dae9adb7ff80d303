import { parse } from 'csv-parse/sync'
import { ListProblem } from './list-problem.ts'
import { type Delimiter, delimiters, longestRow } from './read-csv.ts'

/**
 * What stands between the cells of a list, by its first lines: what brings most of the columns that the mapping `names`; of those that bring as many, what
 * cuts the header into most. Throws {@link ListProblem} where two could be it.
 */
export function findDelimiter(head: string, names: readonly string[]): Delimiter {
  const tried = delimiters.map((delimiter) => {
    const cells = headerBy(head, delimiter)
    return { delimiter, named: names.filter((name) => cells.includes(name)).length, cells: cells.length }
  })
  const best = tried.toSorted((a, b) => b.named - a.named || b.cells - a.cells)
  const [first, second] = best
  if (!first) throw new RangeError('there are delimiters')
  if (second && first.cells > 1 && first.named === second.named && first.cells === second.cells) {
    throw new ListProblem('what stands between its cells can’t be told for sure', {
      line: 1,
      mend: 'say it: --delimiter comma, semicolon or tab',
    })
  }
  return first.cells > 1 ? first.delimiter : ','
}

/** A column's name as it is looked for: without spaces around. */
export function columnName(cell: string): string {
  return cell.trim()
}

function headerBy(head: string, delimiter: Delimiter): string[] {
  try {
    const [header = []] = parse(head, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestRow,
      to: 1,
    }) as string[][]
    return header.map(columnName)
  } catch {
    return []
  }
}
