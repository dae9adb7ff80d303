import { styleText } from 'node:util'

/** Colour is for terminals alone (and `NO_COLOR` turns it off). */
const coloured = process.stdout.isTTY && !process.env.NO_COLOR

export function bold(text: string): string {
  return coloured ? styleText('bold', text) : text
}
export function dim(text: string): string {
  return coloured ? styleText('dim', text) : text
}
export function good(text: string): string {
  return coloured ? styleText('green', text) : text
}
export function bad(text: string): string {
  return coloured ? styleText('red', text) : text
}
export function warning(text: string): string {
  return coloured ? styleText('yellow', text) : text
}

/** Prints what programs read. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2))
}

/** Lines of a table, columns as wide as their widest cell; `none` stands for an empty list. */
export function table(rows: readonly object[], columns: readonly string[], none: string): string {
  if (rows.length === 0) return dim(none)
  const cells = rows.map((row) => columns.map((column) => textOf((row as Record<string, unknown>)[column])))
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()
  return [bold(line(columns.map((column) => column.toUpperCase()))), ...cells.map(line)].join('\n')
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Shows progress on one line of a terminal; says nothing elsewhere. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}
