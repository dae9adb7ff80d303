import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Condition } from '../../core/condition.ts'
import { type EmailPreview, previewEmail } from '../../core/content/preview-email.ts'
import { type StepVariant, variantsOfStep } from '../../core/content/preview-variants.ts'
import { isError } from '../../core/content/problem.ts'
import { NotRendered } from '../../core/content/render-email.ts'
import { madeUpFor, sampleBrand, sampleLinks, sampleLinksTo } from '../../core/content/sample-variables.ts'
import { nearestOf } from '../../core/content/words.ts'
import type { Api } from '../api.ts'
import { pathOf } from '../content-arguments.ts'
import { errorsOf, type FolderContent, folderContent, named, sequenceIn } from '../folder-content.ts'
import { inlineImages } from '../inline-images.ts'
import { leadArgument, leadNamed } from '../lead-named.ts'
import { dim, good, printJson } from '../output.ts'
import { type PreviewedEmail, previewPage } from '../pages/preview-page.ts'
import { readPersonas } from '../read-personas.ts'
import { showPreview } from '../show-preview.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly folder: string
  readonly published?: boolean
  readonly persona?: string
  readonly lead?: string
  readonly locale?: string
  readonly html?: string
  readonly text?: boolean
}

type Variant = Pick<StepVariant, 'template' | 'when'> & Partial<Pick<StepVariant, 'step'>>

interface Previewed {
  readonly source: string
  readonly seenBy: string
  readonly from: string
  readonly emails: readonly PreviewedEmail[]
}

/** `ripen preview <email>`: a mail as somebody would get it, in each language and variant, with what to mend. */
export function previewCommand(): Command {
  return new Command('preview')
    .argument('<email>', 'id of an email, or <sequence>/<step> for every variant of that step')
    .description(
      'a mail as somebody would get it: subject and preheader as lists cut them, where defaults stand, text and HTML',
    )
    .option('--persona <file>', 'YAML with the answers of a made-up lead')
    .option('--lead <lead>', `a real lead, found through the API: ${leadArgument}`)
    .option('--locale <languages>', 'languages like en,fa, or "all" (default: that of the persona or lead, else all)')
    .option('--folder <folder>', 'folder with emails, sequences …; needs no network', 'templates')
    .option('--published', 'as the API has it (draft, else live) instead of the folder')
    .option('--html <file>', 'write one page with the mail on a desktop and on a phone')
    .option('--text', 'print the text part')
    .addHelpText(
      'after',
      `
Examples:
  ripen preview white-paper-welcome --html out.html
  ripen preview white-paper/case-study --persona examples/personas/shop-owner.yaml
  echo olga@example.com | ripen preview white-paper-welcome --lead - --locale all

Exit code 1 when it can't be shown in a language.`,
    )
    .action(async (what: string, options: Options, command: Command) => {
      if (options.persona !== undefined && options.lead !== undefined) {
        throw new Error('a mail is seen by a persona or by a lead: give one of --persona and --lead')
      }
      const json = command.optsWithGlobals<{ json?: boolean }>().json ?? false
      const previewed =
        options.lead !== undefined || options.published
          ? await fromApi(withApi(command).api, what, options)
          : await fromFolder(what, options)
      const { emails, seenBy, source, from } = previewed
      if (options.html) writeFileSync(options.html, previewPage({ title: what, seenBy, source, from, emails }))
      if (json) printJson({ of: what, from: source, emails })
      else {
        console.log(emails.map((email) => showPreview(email, options.text ?? false)).join('\n\n'))
        if (options.html) console.log(`\n${good(`The mail on a desktop and on a phone: ${options.html}`)}`)
        else console.log(dim('\nWith --html <file>: one page with the mail on a desktop and on a phone.'))
      }
      // What can't be shown is an error for whoever calls this in a script.
      if (emails.some(({ failed }) => failed.length > 0)) process.exitCode = 1
    })
}

async function fromFolder(what: string, options: Options): Promise<Previewed> {
  const { folder } = options
  const [one] = options.persona === undefined ? [] : readPersonas([options.persona])
  const [id = '', step] = what.split('/')
  const content = await folderContent(folder, (sequences) => {
    const sequence = step === undefined ? undefined : sequences.get(id)
    return step === undefined ? [id] : sequence ? variantsOfStep(sequence, step).map(({ template }) => template) : []
  })
  const variants: readonly Variant[] = step === undefined ? [{ template: id }] : variantsIn(content, id, step, folder)
  const wanted = options.locale ?? one?.persona.locale ?? 'all'
  const withImages = inlineImages(folder)
  return {
    source: `the folder ${folder}`,
    seenBy: one?.name ?? 'a lead without answers',
    from: sampleBrand.company,
    emails: variants.map((variant) =>
      previewIn(content, variant, wanted, one?.persona.fields ?? {}, folder, what, withImages),
    ),
  }
}

/** All that this step of a sequence may send. */
function variantsIn(content: FolderContent, id: string, step: string, folder: string): StepVariant[] {
  const sequence = sequenceIn(content, id, folder)
  const variants = variantsOfStep(sequence, step)
  if (variants.length > 0) return variants
  const sends = sequence.steps.filter(({ send }) => send !== undefined).map((one) => one.id)
  throw new Error(`${id} has no step ${step} that sends a mail: there ${named(sends, 'such step')}`)
}

function previewIn(
  content: FolderContent,
  { template, step, when }: Variant,
  wanted: string,
  answers: Readonly<Record<string, unknown>>,
  folder: string,
  what: string,
  withImages: ReturnType<typeof inlineImages>,
): PreviewedEmail {
  const { emails, problems } = content
  const own = problems.filter(({ file }) => file.startsWith(`emails/${template}/`))
  const locales = emails.get(template)
  if (!locales) throw new Error(`${folder} has no email ${template}`)
  const failed = errorsOf(content, template).map(({ file, line, message }) => `${file}:${line ?? 1}: ${message}`)
  const items: EmailPreview[] = []
  for (const locale of chosen([...locales.keys()], wanted)) {
    const email = locales.get(locale)
    if (!email) continue
    const madeUp = madeUpFor(email, answers)
    try {
      const values = { ...answers, ...madeUp, ...sampleLinks, ...sampleLinksTo(email), brand: sampleBrand, locale }
      const shown = previewEmail(email, values, Object.keys(madeUp))
      const warned = own.filter((one) => !isError(one) && new RegExp(`/${locale}\\.`).test(one.file))
      items.push({ ...withImages(shown), warnings: [...warned.map(({ message }) => message), ...shown.warnings] })
    } catch (error) {
      if (!(error instanceof NotRendered)) throw error
      failed.push(`${locale}: ${error.message}`)
    }
  }
  return { template, ...(step && { step: what }), ...(when && { forWhom: inWords(when) }), items, failed }
}

async function fromApi(api: Api, what: string, options: Options): Promise<Previewed> {
  if (what.includes('/'))
    throw new Error('variants of a step are shown from the folder: leave out --lead and --published')
  const lead = options.lead === undefined ? undefined : await leadNamed(api, options.lead)
  const [one] = options.persona === undefined ? [] : readPersonas([options.persona])
  const wanted = options.locale ?? (lead ? String(lead.locale ?? 'en') : (one?.persona.locale ?? 'all'))
  const { body } = await api.post<{ items: EmailPreview[]; version: number | 'draft' }>(
    `${pathOf('emails', what)}/preview`,
    {
      locale: wanted === 'all' || wanted === '*' ? '*' : languagesIn(wanted),
      ...(lead && { leadId: lead.leadId }),
      ...(one && { sample: one.persona.fields }),
    },
  )
  return {
    source: body.version === 'draft' ? `the draft at ${api.url}` : `version ${body.version} at ${api.url}`,
    // The page may be passed on: it names nobody.
    seenBy: lead ? 'a real lead' : (one?.name ?? 'a lead without answers'),
    from: 'Your company',
    emails: [{ template: what, items: body.items, failed: [] }],
  }
}

function chosen(there: readonly string[], wanted: string): string[] {
  if (wanted === 'all' || wanted === '*') return [...there]
  const found = languagesIn(wanted).map((one) => nearestOf(there, one))
  return [...new Set(found)].filter((locale) => locale !== undefined)
}

/** The languages of `en, fa`. */
function languagesIn(list: string): string[] {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** A condition for people who wrote it: `industry: retail`. */
function inWords(when: Condition): string {
  const of = (test: unknown): string => {
    if (Array.isArray(test)) return test.map(of).join(' or ')
    if (test === null || typeof test !== 'object') return String(test)
    return Object.entries(test)
      .map(([name, inner]) => `${name} ${of(inner)}`)
      .join(', ')
  }
  return `For those whose ${Object.entries(when)
    .map(([field, test]) => `${field} is ${of(test)}`)
    .join(' and ')}`
}
