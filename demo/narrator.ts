import { DateTime } from 'luxon'

const clockWidth = 7
const whoWidth = 9
const margin = 2 + clockWidth + whoWidth

/** Where lines go, and how. */
export interface Paper {
  readonly write: (text: string) => void
  /** Colours: on a terminal only. */
  readonly colours: boolean
  /** Columns. */
  readonly width: number
}

/** Tells a story line by line: what happened at which virtual time, by whom, and below it what there was to see. */
export class Narrator {
  readonly #paper: Paper
  readonly #zone: string
  #day = ''

  constructor(paper: Paper, zone: string) {
    this.#paper = paper
    this.#zone = zone
  }

  /** A line outside the story. */
  aside(text = ''): void {
    this.#line(text === '' ? '' : this.#in('2', text))
  }

  title(text: string): void {
    this.#line(this.#in('1', text))
  }

  /** One step that happened at this virtual time (ms since the epoch). */
  step(atMs: number, who: string, what: string, details: readonly string[] = []): void {
    this.#dayOf(atMs)
    const time = DateTime.fromMillis(atMs, { zone: this.#zone }).toFormat('HH:mm')
    const [first = '', ...rest] = wrapped(what, this.#paper.width - margin)
    const lead = `  ${this.#in('2', time.padEnd(clockWidth))}${this.#in(colourOf(who), who.padEnd(whoWidth))}`
    this.#line(`${lead}${first}`)
    for (const line of rest) this.#line(' '.repeat(margin) + line)
    for (const detail of details) {
      const indent = /^ */.exec(detail)?.[0] ?? ''
      const lines = wrapped(detail.trimStart(), this.#paper.width - margin - indent.length - 2)
      lines.forEach((line, index) => {
        this.#line(' '.repeat(margin) + indent + (index > 0 ? '  ' : '') + this.#in('2', line))
      })
    }
  }

  /** A step that did not happen. */
  missed(expected: string, there: string): void {
    this.#line()
    this.#line(this.#in('31', `  ✗ Expected  ${expected}`))
    this.#line(this.#in('31', '    There was ') + there)
  }

  #dayOf(atMs: number): void {
    const day = DateTime.fromMillis(atMs, { zone: this.#zone, locale: 'en' }).toFormat('cccc d LLLL yyyy')
    if (day === this.#day) return
    this.#day = day
    this.#line()
    this.#line(this.#in('1', day))
  }

  #line(text = ''): void {
    this.#paper.write(`${text.trimEnd()}\n`)
  }

  #in(colour: string, text: string): string {
    return this.#paper.colours ? `\u001B[${colour}m${text}\u001B[0m` : text
  }
}

/** What this terminal can show; plain text of a fixed width elsewhere. */
export function paperOf(stream: NodeJS.WriteStream): Paper {
  const isTerminal = stream.isTTY && process.env.NO_COLOR === undefined
  return {
    write: (text) => void stream.write(text),
    colours: isTerminal,
    width: Math.min(Math.max(stream.columns ?? 104, 60), 110),
  }
}

function colourOf(who: string): string {
  if (who === 'Ripen') return '36'
  return who === 'Score' ? '35' : '33'
}

function wrapped(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
