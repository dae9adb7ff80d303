import { imageProblems } from '../../core/content/image-problems.ts'
import { imageFile, nameOf, readReference } from '../../core/content/images.ts'
import type { ContentProblem } from '../../core/content/problem.ts'
import { imageKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import type { Sources } from './content-items.ts'

/** What is wrong with the images of an email: files that are none, and images that were never stored, which nobody could see. */
export async function problemsOfImages(files: Sources): Promise<ContentProblem[]> {
  const problems = imageProblems(files)
  for (const [file, text] of Object.entries(files)) {
    const reference = imageFile(file) && readReference(text)
    const name = reference && nameOf(reference)
    if (name === undefined || (await getItem(imageKey(name)))) continue
    const mend = 'ripen push stores it; or PUT it to /content/images'
    problems.push({ file, severity: 'error', message: 'this image is not stored yet', mend })
  }
  return problems
}
