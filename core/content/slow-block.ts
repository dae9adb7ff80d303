/** What Markdown reads again and again within a block: where emphasis, code, a link or a tag may begin, and rows of spaces. */
const mark = /[*_~`[\]<!\\&]|(?<=\s)[ \t]/g
/** A word may be an address from each of its characters on, which is found out sixty times as fast. */
const perMark = 60
/** Characters gone through: a second's worth. A list of 300 bold links takes half. */
const atMost = 50_000_000

/**
 * Where the block of a Markdown text (what stands between empty lines) begins that makes reading it take longer than a second or so, since the time for a
 * block grows with its length times its marks; undefined where there is none.
 */
export function slowBlock(markdown: string): number | undefined {
  let total = 0
  for (const { begin, text } of blocksOf(markdown)) {
    total += text.length * (text.match(mark)?.length ?? 0)
    for (const word of text.split(/\s+/)) total += word.length ** 2 / perMark
    if (total > atMost) return begin
  }
  return undefined
}

function blocksOf(markdown: string): { begin: number; text: string }[] {
  const blocks: { begin: number; text: string }[] = []
  let begin = 0
  let at = 0
  for (const line of `${markdown}\n\n`.split('\n')) {
    const isEmpty = line.trim() === ''
    if (isEmpty && at > begin) blocks.push({ begin, text: markdown.slice(begin, at) })
    at += line.length + 1
    if (isEmpty) begin = at
  }
  return blocks
}
