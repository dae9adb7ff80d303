/** Marks of direction, joiners and spaces that take no room: mail programs put them around what they quote. */
const unseen = /[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

/** A line as rules look at it: without what nobody sees, with plain spaces and Persian letters as Persian keyboards write them. */
export function plainLine(line: string): string {
  return line
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .replaceAll('ي', 'ی')
    .replaceAll('ك', 'ک')
    .trim()
}
