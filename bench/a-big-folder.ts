import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contentFile } from '../core/content/content-files.ts'

/**
 * A folder of this many files, as a company writes it in some years: the given ones (what mails share once), forms, sequences and mails again and again under
 * other names, each naming its own copies, and at last letters that no sequence sends. Scoring models, SLA policies and the funnel a company has one or two of. Answers how many are mails.
 */
export function writeBigFolder(folder: string, files: Readonly<Record<string, string>>, count: number): number {
  const given = Object.entries(files)
  if (given.length > count) throw new RangeError(`there are more than ${count} files already`)
  const content = given.flatMap(([file, text]) => {
    const named = contentFile(file)
    return named && ['forms', 'sequences', 'emails'].includes(named.type) ? [{ ...named, text }] : []
  })
  const letters = content.filter(({ type }) => type === 'emails')
  const made = new Map(given)
  for (let copy = 2; made.size + content.length <= count; copy += 1) {
    for (const one of content) {
      const text = one.type === 'emails' ? one.text : one.text.replace(namesOf(content), `$1-${copy}`)
      made.set(one.file.replace(one.id, `${one.id}-${copy}`), text)
    }
  }
  for (let at = 0; made.size < count; at += 1) {
    const { file, id, text } = letters[at % letters.length] as (typeof letters)[number]
    made.set(file.replace(id, `${id}-more-${Math.floor(at / letters.length)}`), text)
  }
  for (const [file, text] of made) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return [...made.keys()].filter((file) => file.startsWith('emails/')).length
}

/** Ids where one content names another: not as a key, in a path, or as a topic. */
function namesOf(content: readonly { id: string }[]): RegExp {
  const ids = [...new Set(content.map(({ id }) => id))].sort((a, b) => b.length - a.length)
  return new RegExp(`(?<![\\w/-]|topic: )(${ids.join('|')})(?![\\w/:-])`, 'g')
}
