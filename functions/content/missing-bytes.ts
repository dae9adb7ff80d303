import type { ContentProblem } from '../../core/content/problem.ts'
import { storedFile } from '../../core/files/file-bytes.ts'
import { bytesProblems } from '../../core/files/file-problems.ts'
import { fileBytesKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import type { Sources } from './content-items.ts'

/** What is wrong with the bytes of a gated file: what they are not, and those that were never stored, which nobody could get. */
export async function problemsOfBytes(files: Sources): Promise<ContentProblem[]> {
  const problems = bytesProblems(files)
  for (const [file, text] of Object.entries(files)) {
    const name = storedFile(file, text)
    if (name === undefined || (await getItem(fileBytesKey(name)))) continue
    const mend = 'ripen push stores it; or PUT it to /content/file-bytes'
    problems.push({ file, severity: 'error', message: 'the bytes of this file are not stored yet', mend })
  }
  return problems
}
