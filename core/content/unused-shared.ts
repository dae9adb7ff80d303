import { imageFile } from './images.ts'
import type { ContentProblem } from './problem.ts'
import { sharedFile } from './shared-files.ts'

/** The shared files and images among these that no email or sequence uses: what stands in them is nowhere to be seen. */
export function unusedProblems(files: Readonly<Record<string, string>>, used: ReadonlySet<string>): ContentProblem[] {
  return Object.keys(files).flatMap((file): ContentProblem[] => {
    if (imageFile(file) && !used.has(file)) {
      const mend = 'write ![what it shows](images/…) into the mail, or delete it'
      return [{ file, severity: 'warning', message: 'the mail does not show this image', mend }]
    }
    const shared = sharedFile(file)
    if (!shared || shared.kind === 'brand' || used.has(file)) return []
    if (shared.kind === 'segment') {
      const mend = `write "segment: ${shared.id}" into a trigger, an exit or a condition, or delete it`
      return [{ file, severity: 'warning', message: 'no sequence uses this segment', mend }]
    }
    const mend =
      shared.kind === 'layout'
        ? `write "layout: ${shared.id}" into the front matter of a mail, or delete it`
        : `write {% include "${shared.id}" %} into a mail, or delete it`
    return [{ file, severity: 'warning', message: 'no mail uses this file', mend }]
  })
}
