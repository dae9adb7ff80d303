/** One line of CSV (RFC 4180), with its line break. */
export function csvLine(cells: readonly string[], delimiter = ','): string {
  return `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`
}

/**
 * A cell that no spreadsheet takes for a formula (OWASP, CSV injection): what begins with = + - @ tab or CR gets a ' before it, also behind spaces and
 * where the sign is a full-width one. Numbers stay as they are: -5 is no formula.
 */
export function safeCell(text: string): string {
  if (/^[+-]?\d+([.,]\d+)?$/.test(text)) return text
  return /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text
}

/** Quotes stand where they are needed, and around what begins or ends with a space, which some programs cut off. */
function quoted(cell: string, delimiter: string): string {
  const needed = cell.includes(delimiter) || /["\r\n]|^\s|\s$|^\ufeff/.test(cell)
  return needed ? `"${cell.replaceAll('"', '""')}"` : cell
}
