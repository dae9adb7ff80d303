import { isDeepStrictEqual } from 'node:util'
import type { Compiled } from './compile-email.ts'
import type { CompiledEmail } from './compiled-email.ts'
import type { ContentTags } from './content-tags.ts'
import type { EmailSource } from './email-source.ts'
import type { ContentProblem } from './problem.ts'
import type { KnownEmail } from './references.ts'
import { toldOnce } from './told-once.ts'

/** An email with all its languages, as it is published. */
export interface CheckedEmail {
  readonly id: string
  /** By language; without those that have errors. */
  readonly locales: ReadonlyMap<string, CompiledEmail>
  readonly problems: readonly ContentProblem[]
  /** What it says of whom it is for, in its first language that can be read. */
  readonly tags: ContentTags
  /** Paths of the files shared with other mails that are in it. */
  readonly used: ReadonlySet<string>
}

/** Compiles an email in all its languages and checks that they belong together. What compiles is loaded for the first email: most content is none. */
export async function checkEmail(id: string, sources: readonly EmailSource[]): Promise<CheckedEmail> {
  const { compileEmail } = await import('./compile-email.ts')
  const compiled: Compiled[] = []
  for (const source of sources) compiled.push(await compileEmail(source))
  const locales = new Map<string, CompiledEmail>()
  const problems = compiled.flatMap((one) => one.problems)
  const tags = compiled.find((one) => one.email)?.tags ?? {}
  for (const [index, { email, tags: own }] of compiled.entries()) {
    const file = sources[index]?.file ?? ''
    if (!email) continue
    const [first] = locales.values()
    if (locales.has(email.locale)) {
      problems.push(error(file, 'the same language is there twice', 'keep the .md or the .mjml file, and not both'))
    } else if (first && first.class !== email.class) {
      problems.push(error(file, `its class differs from that of "${first.locale}"`, `write "class: ${first.class}"`))
    } else if (first && first.topic !== email.topic) {
      problems.push(error(file, `its topic differs from that of "${first.locale}"`, 'write the same topic in both'))
    } else if (first && !isDeepStrictEqual([own, email.tags], [tags, first.tags])) {
      problems.push({
        file,
        line: 1,
        column: 1,
        severity: 'warning',
        message: `what it is tagged with (stage, audience, problem, format, tags) differs from "${first.locale}"`,
        mend: 'write the same in both',
      })
    }
    if (!locales.has(email.locale)) locales.set(email.locale, email)
  }
  if (sources.length > 0 && !sources.some(({ locale }) => locale === 'en')) {
    const message = `no English version: leads of other languages get "${sources[0]?.locale}"`
    problems.push({ file: sources[0]?.file ?? '', severity: 'warning', message, mend: `write emails/${id}/en.md` })
  }
  const used = new Set(compiled.flatMap((one) => [...one.used]))
  return { id, locales, tags, problems: toldOnce(problems), used }
}

/** What others that name this email must know of it; undefined while none of its languages can be read. */
export function knownEmail({ locales }: Pick<CheckedEmail, 'locales'>): KnownEmail | undefined {
  const [first] = locales.values()
  return first && { class: first.class, topic: first.topic }
}

function error(file: string, message: string, mend: string): ContentProblem {
  return { file, line: 1, column: 1, severity: 'error', message, mend }
}
