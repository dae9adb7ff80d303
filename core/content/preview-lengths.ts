/** How many characters of subject and preheader common lists of mails show, about: it depends on font, window and what stands beside. */
const lists = [
  { name: 'Gmail app', subject: 38, preheader: 40 },
  { name: 'iPhone Mail', subject: 41, preheader: 85 },
  { name: 'Outlook for Windows', subject: 55, preheader: 55 },
  { name: 'Gmail in a browser', subject: 70, preheader: 75 },
] as const

/** One line of a mail as a list of mails shows it. */
export interface Shown {
  readonly text: string
  readonly cut: boolean
}

/** Subject and preheader as one list of mails shows them. */
export interface InList {
  readonly list: string
  readonly subject: Shown
  readonly preheader: Shown
}

/** Characters as people count them: an emoji or a letter with its marks is one. */
export function lengthOf(text: string): number {
  return charactersOf(text).length
}

/** How common lists of mails show these two lines, narrowest first. */
export function inLists(subject: string, preheader: string): InList[] {
  return lists.map(({ name, ...room }) => ({
    list: name,
    subject: shown(subject, room.subject),
    preheader: shown(preheader, room.preheader),
  }))
}

function shown(text: string, room: number): Shown {
  const characters = charactersOf(text)
  if (characters.length <= room) return { text, cut: false }
  return {
    text: `${characters
      .slice(0, room - 1)
      .join('')
      .trimEnd()}…`,
    cut: true,
  }
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

function charactersOf(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}
