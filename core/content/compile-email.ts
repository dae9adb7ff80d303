import { checkLiquid } from './check-liquid.ts'
import { checkMail, largestBytes } from './check-mail.ts'
import { checkMarkup } from './check-markup.ts'
import { compileMjml } from './compile-mjml.ts'
import { type CompiledEmail, cutOffBytes } from './compiled-email.ts'
import { type ContentTags, interestsShownBy } from './content-tags.ts'
import { emailFrontMatter, frontMatterFindings } from './email-front-matter.ts'
import type { EmailSource } from './email-source.ts'
import { longestFrontMatter, splitFrontMatter } from './front-matter.ts'
import { type Letter, letterMjml, partsMjml } from './letter-layout.ts'
import { letterParts } from './letter-parts.ts'
import { roomFor } from './letter-room.ts'
import { hasLetterWords } from './letter-words.ts'
import { escapeLiterals } from './liquid-literals.ts'
import { type MailImages, withPublicImages } from './mail-images.ts'
import { type Masked, maskedBoth, maskLiquid } from './mask-liquid.ts'
import { readyMjml } from './mjml-source.ts'
import { OpenElements } from './open-elements.ts'
import type { PiecedText } from './pieced-text.ts'
import { type ContentProblem, isError, placeAt, type SourceProblem } from './problem.ts'
import { putTogether } from './put-together.ts'
import { located, longestYaml, readYaml } from './read-yaml.ts'
import { areReadable, frontOf, notFollowing } from './refused-front.ts'
import { renderEmail } from './render-email.ts'
import { sampleVariables } from './sample-variables.ts'
import { scanHtml, voidElements } from './scan-html.ts'
import { sharedUsedBy } from './shared-use.ts'
import { textOfHtml } from './text-of-html.ts'
import { toldOnce } from './told-once.ts'

/** DynamoDB holds 400 KB in an item. */
const mostStored = 380 * 1024

/** The mail, unless there is an error among the problems. */
export interface Compiled {
  readonly email: CompiledEmail | undefined
  readonly problems: readonly ContentProblem[]
  /** Paths of the shared files and of the images that are in it. */
  readonly used: ReadonlySet<string>
  /** What its front matter says of whom it is for. */
  readonly tags?: ContentTags
}

/**
 * Compiles one email: "Liquid first, MJML next; compiled once when published, rendered with Liquid alone when sent". Any text gives a mail or problems with
 * file, line and column. What it shares with other mails is put in first, so that every rule holds for the whole of it.
 */
export async function compileEmail(source: EmailSource): Promise<Compiled> {
  const { file } = source
  const { email, problems, used, tags } = await compiled(source).catch((error: unknown) => {
    // Markdown and MJML go down into what is nested, to the end of the stack.
    if (!(error instanceof RangeError)) throw error
    return failed(file, 'the mail is nested too deep to be made', 'write it flatter')
  })
  const placed = problems.map((one) => (one.file === file ? one : { ...one, mails: [file] }))
  return { email: problems.some(isError) ? undefined : email, problems: toldOnce(placed), used, ...(tags && { tags }) }
}

async function compiled(source: EmailSource): Promise<Compiled> {
  const { file, text } = source
  if (text.length > longestYaml) {
    return failed(file, 'the file is longer than 300,000 characters', 'make it shorter')
  }
  const parts = splitFrontMatter(text)
  if (!parts) {
    const mend = 'write on top: ---, subject: …, ---'
    return failed(file, 'an email begins with front matter: its subject and more, between two lines of ---', mend)
  }
  if (parts.frontMatter.length > longestFrontMatter) {
    return failed(
      file,
      'the front matter is longer than 30,000 characters',
      'make it shorter: the letter stands below it',
    )
  }
  const read = readYaml(parts.frontMatter, emailFrontMatter, { file, linesBefore: 1 })
  const front = frontOf(read)
  if (!front) return { email: undefined, problems: read.problems, used: sharedUsedBy(source) }
  const { given, locate, declared } = front
  const mail = { class: given.class, declared, files: source.files, forms: source.forms }
  const problems = [...read.problems]
  if (read.value) problems.push(...located(frontMatterFindings(given), file, locate))
  for (const line of ['subject', 'preheader'] as const) {
    const found = checkLiquid(given[line], mail)
    problems.push(
      ...located(
        found.map(({ offset, ...rest }) => ({ path: [line], ...rest })),
        file,
        locate,
      ),
    )
  }
  const layoutId = given.layout && { id: given.layout, place: locate({ path: ['layout'] }) }
  const whole = putTogether(source, { text: parts.body, at: parts.bodyAt, layout: layoutId || undefined })
  const { body, layout, look, used } = whole
  problems.push(...whole.problems)
  const placedBy =
    (written: PiecedText) =>
    (one: SourceProblem): ContentProblem => {
      const { offset, ...rest } = one
      return { ...written.placeOf(offset), ...rest }
    }
  problems.push(...checkLiquid(body.text, mail).map(placedBy(body)))
  if (layout) problems.push(...checkLiquid(layout.mjml.text, mail).map(placedBy(layout.mjml)))
  if (parts.body.trim() === '') {
    problems.push({
      file,
      ...placeAt(text, parts.bodyAt),
      severity: 'error',
      message: 'the mail is empty',
      mend: 'write it',
    })
  }
  // Without readable Liquid, or without a piece of it, nothing further can be told about it.
  const first = problems.filter(isError)
  const isThere = parts.body.trim() !== '' && !whole.problems.some(isError)
  const texts = [given.subject, given.preheader, body.text, ...(layout ? [layout.mjml.text] : [])]
  if (first.length > 0 && !(isThere && areReadable(texts))) return { email: undefined, problems, used }

  const everything = [text, body.text, layout?.mjml.text].join('\n')
  const masked = maskLiquid(body.text, everything)
  const subject = maskLiquid(escapeLiterals(given.subject), everything, 'ls')
  const preheader = maskLiquid(escapeLiterals(given.preheader), everything, 'lp')
  const images = source.images ?? new Map()
  const letter = {
    class: given.class,
    locale: source.locale,
    title: subject.text,
    preheader: preheader.text,
    look,
    images,
  }
  const made =
    source.format === 'mjml'
      ? await htmlOfMjml(body, masked, letter)
      : layout
        ? await htmlInLayout(body, masked, layout, maskLiquid(layout.mjml.text, everything, 'ly'), letter)
        : await htmlOfLetter(body, masked, letter)
  problems.push(...notFollowing(first, made.problems))
  if (made.html === undefined) return { email: undefined, problems, used }
  // What is about the whole mail has the offset 0, and is told where the mail begins.
  const ofMail = (one: SourceProblem): ContentProblem => {
    const { offset, ...rest } = one
    return { ...(offset === 0 ? { file, ...placeAt(text, parts.bodyAt) } : made.placeOf(offset)), ...rest }
  }
  if (source.format === 'md' && !layout && !hasLetterWords(source.locale)) {
    problems.push({
      file,
      ...placeAt(text, parts.bodyAt),
      severity: 'warning',
      message: `the words below this letter (why one gets it, how to stop it) are in English: there are none in "${source.locale}"`,
      mend: 'put them into a layout of your own, and name it with "layout" on top',
    })
  }
  const colours = source.format === 'md' && !layout ? 'brand' : 'own'
  const tokens = scanHtml(made.html)
  const found = checkMail({ html: made.html, tokens, masked: made.masked }, { class: given.class, colours })
  // What the whole of it lacks may be what was told of already.
  const ofPlaces = first.length === 0 ? found : found.filter(({ offset }) => offset > 0)
  problems.push(...notFollowing(first, ofPlaces.map(ofMail)))
  if (problems.some(isError)) return { email: undefined, problems, used }
  const restore = (html: string) => preheader.restore(subject.restore(made.masked.restore(html)))
  const interests = interestsShownBy(given)
  const email: CompiledEmail = {
    subject: given.subject,
    preheader: given.preheader,
    html: withPublicImages(restore(made.html), images),
    text: restore(textOfHtml(tokens)),
    locale: source.locale,
    class: given.class,
    ...(given.topic && { topic: given.topic }),
    ...(interests.length > 0 && { tags: interests }),
    variables: given.variables,
  }
  problems.push(...trial(email, file), ...storeProblems(email, source))
  const { stage, audience, problem, format } = given
  return { email, problems, used, tags: { stage, audience, problem, format } }
}

/** HTML whose Liquid is masked, or what is in its way. */
interface Made {
  readonly html: string | undefined
  readonly masked: Masked
  /** Where the pieces of `masked` are written. */
  readonly placeOf: PiecedText['placeOf']
  readonly problems: readonly ContentProblem[]
}

type ToMake = Omit<Letter, 'parts'> & { readonly images: MailImages }

/** A letter in Markdown in the layout of everybody. */
async function htmlOfLetter(body: PiecedText, masked: Masked, letter: ToMake): Promise<Made> {
  const { parts, problems } = letterParts(masked, letter)
  const { html, problems: ofMjml } = await compileMjml(letterMjml({ ...letter, parts }))
  // The layout is Ripen's own: what MJML finds wrong with it is no problem of the file.
  if (ofMjml.length > 0) throw new Error(`the layout of letters is not good MJML: ${ofMjml[0]?.message}`)
  return { html, masked, placeOf: body.placeOf, problems: placed(problems, body) }
}

/** A mail in MJML, its layout already around it. */
async function htmlOfMjml(body: PiecedText, masked: Masked, letter: ToMake): Promise<Made> {
  const markup = checkMarkup(body.text, masked, letter)
  const ready = readyMjml(masked, letter)
  const problems = placed([...markup, ...ready.problems], body)
  const made = { masked, placeOf: body.placeOf }
  if (problems.some(isError)) return { ...made, html: undefined, problems }
  const { html, problems: ofMjml } = await compileMjml(ready.mjml)
  return { ...made, html, problems: [...problems, ...ofMjml.map((one) => mjmlProblem(one, body, masked))] }
}

/** A letter in Markdown in a layout of its own. */
async function htmlInLayout(
  body: PiecedText,
  masked: Masked,
  layout: { mjml: PiecedText; word: string },
  around: Masked,
  letter: ToMake,
): Promise<Made> {
  const { parts, problems: ofLetter } = letterParts(masked, letter)
  const markup = checkMarkup(layout.mjml.text, around, letter)
  const ready = readyMjml(around, letter)
  const problems = [
    ...placed(ofLetter, body),
    ...placed([...markup, ...ready.problems, ...misplacedIn(layout)], layout.mjml),
  ]
  const shift = body.text.length + 1
  const both = {
    masked: maskedBoth(masked, around, shift),
    placeOf: (offset: number) => (offset < shift ? body.placeOf(offset) : layout.mjml.placeOf(offset - shift)),
  }
  if (problems.some(isError)) return { ...both, html: undefined, problems }
  const [before = '', after = ''] = ready.mjml.split(`<mj-raw>${layout.word}</mj-raw>`)
  const inside = partsMjml(parts, letter, roomFor(before))
  const { html, problems: ofMjml } = await compileMjml(before + inside + after)
  const from = linesIn(before)
  const more = linesIn(inside)
  const ofLayout = ofMjml.map((one) => {
    const line = one.line <= from ? one.line : Math.max(from, one.line - more)
    return mjmlProblem({ ...one, line }, layout.mjml, around)
  })
  return { ...both, html, problems: [...problems, ...ofLayout] }
}

/** The parts of a letter are text, buttons, pictures: anywhere else MJML would leave them as they are. */
function misplacedIn({ mjml: { text }, word }: { mjml: PiecedText; word: string }): SourceProblem[] {
  const at = text.indexOf(`<mj-raw>${word}</mj-raw>`)
  const elements = new OpenElements()
  for (const token of scanHtml(text)) {
    if (token.begin === at && token.kind === 'open') {
      if (elements.innermost?.name === 'mj-column' || elements.innermost?.name === 'mj-hero') return []
      break
    }
    if (token.kind === 'open' && !token.selfClosing && !voidElements.has(token.name)) elements.open(token)
    if (token.kind === 'close') elements.close(token.name)
  }
  const message = 'a letter in Markdown goes right into an <mj-column>'
  return [{ offset: at, severity: 'error', message, mend: 'put {{ body }} between <mj-column> and </mj-column>' }]
}

function placed(problems: readonly SourceProblem[], written: PiecedText): ContentProblem[] {
  return problems.map(({ offset, ...rest }) => ({ ...written.placeOf(offset), ...rest }))
}

/** MJML tells lines alone: the column is that of the element it names. */
function mjmlProblem(
  { line, tag, ...rest }: Awaited<ReturnType<typeof compileMjml>>['problems'][number],
  { text, placeOf }: PiecedText,
  masked: Masked,
): ContentProblem {
  const lineStart = text.split('\n', Math.max(0, line - 1)).join('\n').length + (line > 1 ? 1 : 0)
  const inLine = (text.slice(lineStart).split('\n')[0] ?? '').indexOf(`<${tag}`)
  return { ...placeOf(lineStart + Math.max(0, inLine)), ...rest, message: masked.restore(rest.message) }
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}

/** What was compiled is rendered once with its defaults, so that what can't be rendered is not published. */
function trial(email: CompiledEmail, file: string): ContentProblem[] {
  try {
    return sizeProblems(email.html, renderEmail(email, sampleVariables(email)).html, file)
  } catch (error) {
    const message = `with its defaults, ${(error as Error).message}`
    const mend = 'give its variables defaults that it can be made with'
    return [{ file, line: 1, column: 1, severity: 'error', message, mend }]
  }
}

/** What loops make of a mail that is not too large itself. */
function sizeProblems(source: string, html: string, file: string): ContentProblem[] {
  const bytes = Buffer.byteLength(html)
  if (bytes <= cutOffBytes) return []
  const made = `its loops make ${Math.ceil(bytes / 1024)} KB of HTML`
  const place = { file, line: 1, column: 1, mend: 'let them make less' }
  if (bytes > largestBytes) {
    return [{ ...place, severity: 'error', message: `${made}, and at most ${largestBytes / 1024} go` }]
  }
  // A source of that size is told of already.
  if (Buffer.byteLength(source) > cutOffBytes) return []
  return [{ ...place, severity: 'warning', message: `${made}: Gmail cuts it off after ${cutOffBytes / 1024}` }]
}

/** HTML and text lie in one item of the table, with what the front matter says. */
function storeProblems(email: CompiledEmail, { file, text }: EmailSource): ContentProblem[] {
  // As JSON a character takes six bytes at most.
  if ((email.html.length + email.text.length + text.length) * 6 <= mostStored) return []
  const bytes = Buffer.byteLength(JSON.stringify(email))
  if (bytes <= mostStored) return []
  const message = `HTML and text together have ${Math.ceil(bytes / 1024)} KB, and at most ${mostStored / 1024} can be stored`
  return [{ file, line: 1, column: 1, severity: 'error', message, mend: 'make it shorter' }]
}

function failed(file: string, message: string, mend: string): Compiled {
  return {
    email: undefined,
    used: new Set(),
    problems: [{ file, line: 1, column: 1, severity: 'error', message, mend }],
  }
}
