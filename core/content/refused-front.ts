import { type EmailFrontMatter, emailFrontMatter } from './email-front-matter.ts'
import { parseLiquid, plainLiquid } from './liquid.ts'
import type { ContentProblem } from './problem.ts'
import type { Locate, ReadYaml } from './read-yaml.ts'
import { salvaged, unknownKeys } from './salvage.ts'

/** A front matter as far as it can be read, to check the rest of the mail by. */
export interface ReadFront {
  readonly given: EmailFrontMatter
  readonly locate: Locate
  readonly declared: ReadonlySet<string>
}

/** Undefined where what is wrong may mislead about the rest: its class, or whatever may be meant as that. */
export function frontOf(read: ReadYaml<EmailFrontMatter>): ReadFront | undefined {
  if ('locate' in read) {
    return { given: read.value, locate: read.locate, declared: new Set(Object.keys(read.value.variables)) }
  }
  const { refused } = read
  if (!refused) return undefined
  const { issues, locate } = refused
  const unknown = unknownKeys(issues)
  const wrong = new Set(issues.map(({ path }) => path[0]))
  if (wrong.has('class') || unknown.some((key) => /^[ck]/i.test(key))) return undefined
  // A mail needs a subject: where that is what is wrong, any will do.
  const raw = wrong.has('subject') ? { ...(refused.given as object), subject: 'x' } : refused.given
  const given = salvaged(
    emailFrontMatter,
    raw,
    issues.filter(({ path }) => path[0] !== 'subject'),
  )
  if (!given) return undefined
  const mayBeDeclared = wrong.has('variables') || unknown.some((key) => /^v/i.test(key))
  return { given, locate, declared: mayBeDeclared ? anything : new Set(Object.keys(given.variables)) }
}

/** Holds every name: for where nobody knows which were declared. */
const anything: ReadonlySet<string> = new (class extends Set<string> {
  override has(): boolean {
    return true
  }
})()

/** Can more be told of these texts, whatever is wrong with the names in them? */
export function areReadable(texts: readonly string[]): boolean {
  try {
    for (const text of texts) parseLiquid(plainLiquid, text)
    return true
  } catch {
    return false
  }
}

/** Those of what was found later that are no follow-up of these errors: what is wrong in the same line may come of them. */
export function notFollowing(first: readonly ContentProblem[], found: readonly ContentProblem[]): ContentProblem[] {
  return found.filter((one) => !first.some(({ file, line }) => file === one.file && line === one.line))
}
