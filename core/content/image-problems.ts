import { imageFile, imageProblem } from './images.ts'
import type { ContentProblem } from './problem.ts'

/** What is wrong with the images among these files: too large, or not what their names say. */
export function imageProblems(files: Readonly<Record<string, string>>): ContentProblem[] {
  return Object.entries(files).flatMap(([file, reference]): ContentProblem[] => {
    const problem = imageFile(file) && imageProblem(file, reference)
    return problem ? [{ file, severity: 'error', ...problem }] : []
  })
}
