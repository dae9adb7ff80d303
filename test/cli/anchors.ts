/** Where the links within a page of Markdown lead, and the anchors that its headings make. */
export function anchorsOf(page: string): { links: string[]; headings: string[] } {
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, words = '']) =>
    words
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
  return { links: [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor), headings }
}
