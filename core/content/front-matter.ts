/** A content file in two parts: YAML between two lines of `---`, and what follows. */
export interface Parts {
  readonly frontMatter: string
  readonly body: string
  /** Where the body begins in the file, in characters. */
  readonly bodyAt: number
}

/** In characters. Broken YAML takes time by the square of its length. */
export const longestFrontMatter = 30_000

/** Takes front matter and body apart; undefined when the file does not begin with front matter that ends. */
export function splitFrontMatter(text: string): Parts | undefined {
  const opening = /^\uFEFF?---[ \t]*\r?\n/.exec(text)
  if (!opening) return undefined
  const start = opening[0].length
  const closing = /^---[ \t]*(\r?\n|$)/m.exec(text.slice(start))
  if (!closing) return undefined
  const bodyAt = start + closing.index + closing[0].length
  return { frontMatter: text.slice(start, start + closing.index), body: text.slice(bodyAt), bodyAt }
}
