import { plainLine } from './plain-line.ts'
import { isAttribution, isHeaderBlock, isQuoted, isRule, isSeparator, mayBeginAttribution } from './quote-lines.ts'
import { signatureAt } from './signature-line.ts'

/** What somebody wrote themselves in a reply. */
export interface VisibleText {
  /** Without what was quoted and without the signature. */
  readonly said: string
  /** How it was signed, with telephone numbers and all; empty where it was not. */
  readonly signature: string
}

/** Lines of text that are looked at: more is no reply that a person wrote. */
const linesAtMost = 5_000

/**
 * What is new in the text of a reply, as programs quote in English, Russian and Persian: `>` before each line, a line over the quote (which may be broken), heads
 * of the quoted mail, a rule. What is written under or between quoted lines counts too.
 */
export function visibleText(text: string, sender = ''): VisibleText {
  const given = text.replace(/\r\n?/g, '\n').split('\n', linesAtMost)
  const lines = given.map(plainLine)
  const kept = keptLines(lines)
  const at = signatureAt(
    kept.map((index) => lines[index] ?? ''),
    plainLine(sender),
  )
  const joined = (indexes: readonly number[]) =>
    indexes
      .map((index) => (given[index] ?? '').trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
      // What programs draw between the reply and its quote.
      .replace(/\n[-_*=]{2,}$/, '')
      .trim()
  return { said: joined(kept.slice(0, at)), signature: joined(kept.slice(at)) }
}

/** The lines that are not quoted, by their numbers. */
function keptLines(lines: readonly string[]): number[] {
  const kept: number[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (isQuoted(line)) continue
    const over = linesOverQuote(lines, at)
    if (over > 0) {
      // Lines with `>` follow, after which a person may go on; or all that follows is quoted.
      if (!isQuoted(nextFilled(lines, at + over))) return kept
      at += over - 1
    } else if (isSeparator(line) || isHeaderBlock(lines, at)) return kept
    else if (isRule(line) && isHeaderBlock(lines, at + 1 + blanksAfter(lines, at))) return kept
    else kept.push(at)
  }
  return kept
}

/** How many lines from here on say who wrote what comes next; 0 where none do. */
function linesOverQuote(lines: readonly string[], at: number): number {
  const first = lines[at] ?? ''
  if (isAttribution(first)) return 1
  if (!mayBeginAttribution(first)) return 0
  let joined = first
  for (let more = 1; more <= 3; more += 1) {
    const next = lines[at + more] ?? ''
    if (next === '' || isQuoted(next)) return 0
    joined = `${joined} ${next}`
    if (isAttribution(joined)) return more + 1
  }
  return 0
}

function nextFilled(lines: readonly string[], from: number): string {
  return lines.slice(from, from + 10).find((line) => line !== '') ?? ''
}

function blanksAfter(lines: readonly string[], at: number): number {
  let blanks = 0
  while (lines[at + 1 + blanks] === '' && blanks < 5) blanks += 1
  return blanks
}
