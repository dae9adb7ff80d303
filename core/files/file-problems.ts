import { type ContentProblem, error, type Finding } from '../content/problem.ts'
import { bytesProblem, fileAt } from './file-bytes.ts'
import type { GatedFile } from './gated-file.ts'

type Files = Readonly<Record<string, string>>

/** What is wrong with the bytes among these files: too large, not what their names say, or of nothing. */
export function bytesProblems(files: Files): ContentProblem[] {
  return Object.entries(files).flatMap(([file, reference]): ContentProblem[] => {
    const at = fileAt(file)
    if (!at) return []
    if (!Object.hasOwn(files, `files/${at.id}/file.yaml`)) {
      const mend = `write files/${at.id}/file.yaml, which says what this is`
      return [{ file, severity: 'error', message: 'there is no file.yaml beside this', mend }]
    }
    const problem = bytesProblem(at.ending, reference)
    return problem ? [{ file, severity: 'error', ...problem }] : []
  })
}

/** What a gated file names that is not there. */
export function namedProblems({ id, files: named }: GatedFile, files: Files): Finding[] {
  return Object.entries(named).flatMap(([language, name]) =>
    Object.hasOwn(files, `files/${id}/${name}`)
      ? []
      : [error(['files', language], `there is no file files/${id}/${name}`, 'put it there; case counts')],
  )
}

/** The bytes that lie beside a gated file, and that it gives to nobody. */
export function unnamedProblems({ id, files: named }: GatedFile, files: Files): ContentProblem[] {
  const given = Object.values(named)
  return Object.keys(files).flatMap((file): ContentProblem[] => {
    const at = fileAt(file)
    if (at?.id !== id || given.includes(at.name)) return []
    const mend = `name it under "files" in files/${id}/file.yaml, or delete it`
    return [{ file, severity: 'warning', message: 'nobody gets this file', mend }]
  })
}

/** Ids of the gated files among these files of a folder. */
export function fileIdsIn(files: Files): ReadonlySet<string> {
  return new Set(Object.keys(files).flatMap((file) => /^files\/([^/]+)\/file\.yaml$/.exec(file)?.[1] ?? []))
}
