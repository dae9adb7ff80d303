import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { ListProblem } from './list-problem.ts'

/** What may stand between two cells. */
export const delimiters = [',', ';', '\t'] as const
export type Delimiter = (typeof delimiters)[number]

/** The longest row, in characters: a quote that is never closed would else swallow the file. */
export const longestRow = 100_000

/** One row of a CSV file as it stands there. */
export interface CsvRecord {
  readonly cells: readonly string[]
  /** The line that it begins at, from 1. */
  readonly line: number
}

/**
 * The rows of a CSV file (RFC 4180; lines may end in CRLF, LF or CR, and within quotes all are LF), one after the other, in memory that does not grow with
 * the file. Empty lines are none. Throws {@link ListProblem} with the line where quotes or characters are not as they should be: what follows could be read in more than one way.
 */
export async function* readCsv(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { encoding, delimiter }: { encoding: string; delimiter: string },
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  })
  const text = Readable.from(decoded(pieces, encoding))
  text.on('error', (error) => parser.destroy(error))
  text.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { cells: record, line: info.lines - breaksIn(record) }
    }
  } catch (error) {
    throw error instanceof CsvError ? problemOf(error) : error
  } finally {
    text.destroy()
    parser.destroy()
  }
}

async function* decoded(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let endsInCr = false
  // What a CR at the end of a piece is, the next piece says.
  const withLf = (text: string) => {
    const whole = endsInCr ? `\r${text}` : text
    endsInCr = whole.endsWith('\r')
    return (endsInCr ? whole.slice(0, -1) : whole).replace(/\r\n?/g, '\n')
  }
  try {
    for await (const piece of pieces) {
      const text = decoder.decode(piece, { stream: true })
      const lines = text === '' ? '' : withLf(text)
      if (lines !== '') yield lines
    }
    const rest = withLf(decoder.decode()) + (endsInCr ? '\n' : '')
    if (rest !== '') yield rest
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new ListProblem(`there are bytes in it that are not ${encoding}`, {
      mend: 'name its encoding with --encoding',
    })
  }
}

function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
}

function problemOf(error: CsvError): ListProblem {
  const lines = (error as { lines?: unknown }).lines
  const at = typeof lines === 'number' ? { line: lines } : {}
  switch (error.code as string) {
    case 'INVALID_OPENING_QUOTE':
      return new ListProblem('a quote stands in the middle of a cell', {
        ...at,
        mend: 'put the whole cell in quotes and write the quote in it twice: "5"" pipe"',
      })
    case 'CSV_INVALID_CLOSING_QUOTE':
      return new ListProblem('after the closing quote of a cell there is something else than the next cell', {
        ...at,
        mend: 'write a quote inside of a cell twice; or is the delimiter another one? (--delimiter)',
      })
    case 'CSV_QUOTE_NOT_CLOSED':
      return new ListProblem('a cell that begins with a quote never ends: the file is over', {
        ...at,
        mend: 'look for a quote without its fellow',
      })
    case 'CSV_MAX_RECORD_SIZE':
      return new ListProblem(`a row is longer than ${longestRow.toLocaleString('en')} characters`, {
        ...at,
        mend: 'look for a quote without its fellow in it or above',
      })
    default:
      return new ListProblem('this is not readable as CSV', at)
  }
}
