import { checkLiquid } from './check-liquid.ts'
import { checkMail } from './check-mail.ts'
import { checkMarkup } from './check-markup.ts'
import { compileMjml } from './compile-mjml.ts'
import type { CompiledEmail, EmailClass } from './compiled-email.ts'
import { emailFrontMatter, frontMatterFindings } from './email-front-matter.ts'
import { splitFrontMatter } from './front-matter.ts'
import { letterMjml } from './letter-layout.ts'
import { letterParts } from './letter-parts.ts'
import { escapeLiterals } from './liquid-literals.ts'
import { type Masked, maskLiquid } from './mask-liquid.ts'
import { readyMjml } from './mjml-source.ts'
import { type ContentProblem, inOrder, isError, placeAt, type SourceProblem } from './problem.ts'
import { located, longestYaml, readYaml } from './read-yaml.ts'
import { renderEmail } from './render-email.ts'
import { sampleVariables } from './sample-variables.ts'
import { textOfHtml } from './text-of-html.ts'

/** DynamoDB holds 400 KB in an item. */
const mostStored = 380 * 1024

/** One email in one language, as its file is written. */
export interface EmailSource {
  /** Path under `templates/`, for problems. */
  readonly file: string
  readonly locale: string
  readonly format: 'md' | 'mjml'
  readonly text: string
}

/** The mail, unless there is an error among the problems. */
export interface Compiled {
  readonly email: CompiledEmail | undefined
  readonly problems: readonly ContentProblem[]
}

/**
 * Compiles one email: "Liquid first, MJML next; compiled once when published, rendered with Liquid alone when sent". Any text gives a mail or problems with
 * line and column.
 */
export async function compileEmail(source: EmailSource): Promise<Compiled> {
  const { file, text } = source
  if (text.length > longestYaml) return failed(file, 'the file is longer than 300,000 characters')
  const parts = splitFrontMatter(text)
  if (!parts) {
    return failed(file, 'an email begins with front matter: its subject and more, between two lines of ---')
  }
  const read = readYaml(parts.frontMatter, emailFrontMatter, { file, linesBefore: 1 })
  if (read.value === undefined) return { email: undefined, problems: read.problems }
  const given = read.value
  const mail = { class: given.class, declared: new Set(Object.keys(given.variables)) }
  const problems: ContentProblem[] = located(frontMatterFindings(given), file, read.locate)
  for (const line of ['subject', 'preheader'] as const) {
    const found = checkLiquid(given[line], mail)
    problems.push(
      ...located(
        found.map(({ offset, ...rest }) => ({ path: [line], ...rest })),
        file,
        read.locate,
      ),
    )
  }
  const inBody = (one: SourceProblem): ContentProblem => {
    const { offset, ...rest } = one
    return { file, ...placeAt(text, parts.bodyAt + offset), ...rest }
  }
  problems.push(...checkLiquid(parts.body, mail).map(inBody))
  if (parts.body.trim() === '') problems.push(inBody({ offset: 0, severity: 'error', message: 'the mail is empty' }))
  // Without readable Liquid nothing further can be told about it.
  if (problems.some(isError)) return { email: undefined, problems: inOrder(problems) }

  const masked = maskLiquid(parts.body, text)
  const subject = maskLiquid(escapeLiterals(given.subject), text, 'ls')
  const preheader = maskLiquid(escapeLiterals(given.preheader), text, 'lp')
  const restore = (html: string) => preheader.restore(subject.restore(masked.restore(html)))
  const made = await makeHtml(source, { class: given.class, title: subject.text, preheader: preheader.text }, masked)
  problems.push(...made.problems.map(inBody))
  for (const { line, tag, ...rest } of made.ofMjml) {
    problems.push({ file, ...placeOfTag(parts.body, line, tag, text, parts.bodyAt), ...rest })
  }
  if (made.html === undefined) return { email: undefined, problems: inOrder(problems) }
  problems.push(...checkMail(made.html, masked, mail).map(inBody))
  const email: CompiledEmail = {
    subject: given.subject,
    preheader: given.preheader,
    html: restore(made.html),
    text: restore(textOfHtml(made.html)),
    locale: source.locale,
    class: given.class,
    ...(given.topic && { topic: given.topic }),
    variables: given.variables,
  }
  if (!problems.some(isError)) problems.push(...trial(email, file), ...storeProblems(email, file))
  return { email: problems.some(isError) ? undefined : email, problems: inOrder(problems) }
}

interface Made {
  readonly html: string | undefined
  readonly problems: readonly SourceProblem[]
  readonly ofMjml: Awaited<ReturnType<typeof compileMjml>>['problems']
}

async function makeHtml(
  { locale, format }: EmailSource,
  given: { class: EmailClass; title: string; preheader: string },
  masked: Masked,
): Promise<Made> {
  const { title, preheader } = given
  if (format === 'md') {
    const { parts, problems } = letterParts(masked, { class: given.class, locale })
    const { html, problems: ofMjml } = await compileMjml(
      letterMjml({ class: given.class, locale, title, preheader, parts }),
    )
    // The layout is Ripen's own: what MJML finds wrong with it is no problem of the file.
    if (ofMjml.length > 0) throw new Error(`the layout of letters is not good MJML: ${ofMjml[0]?.message}`)
    return { html, problems, ofMjml: [] }
  }
  const markup = checkMarkup(masked.restore(masked.text), masked, { class: given.class })
  const ready = readyMjml(masked, { locale, title, preheader })
  const problems = [...markup, ...ready.problems]
  if (problems.some(isError)) return { html: undefined, problems, ofMjml: [] }
  const { html, problems: ofMjml } = await compileMjml(ready.mjml)
  return { html, problems, ofMjml: ofMjml.map((one) => ({ ...one, message: masked.restore(one.message) })) }
}

/** What was compiled is rendered once with its defaults, so that what can't be rendered is not published. */
function trial(email: CompiledEmail, file: string): ContentProblem[] {
  try {
    renderEmail(email, sampleVariables(email))
    return []
  } catch (error) {
    return [{ file, severity: 'error', message: `with its defaults, ${(error as Error).message}` }]
  }
}

/** HTML and text lie in one item of the table. */
function storeProblems(email: CompiledEmail, file: string): ContentProblem[] {
  const bytes = new TextEncoder().encode(JSON.stringify(email)).length
  if (bytes <= mostStored) return []
  const message = `HTML and text together have ${Math.ceil(bytes / 1024)} KB, and at most ${mostStored / 1024} can be stored`
  return [{ file, severity: 'error', message, mend: 'make it shorter' }]
}

/** MJML tells lines alone: the column is that of the element it names. */
function placeOfTag(body: string, line: number, tag: string, text: string, bodyAt: number) {
  const lineStart = body.split('\n', Math.max(0, line - 1)).join('\n').length + (line > 1 ? 1 : 0)
  const inLine = (body.slice(lineStart).split('\n')[0] ?? '').indexOf(`<${tag}`)
  return placeAt(text, bodyAt + lineStart + Math.max(0, inLine))
}

function failed(file: string, message: string): Compiled {
  return { email: undefined, problems: [{ file, line: 1, column: 1, severity: 'error', message }] }
}
