import { writeFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { ownFile } from '../../core/content/content-files.ts'
import { type Act, actByItself, actOnMail } from '../../core/content/persona-acts.ts'
import type { EmailPreview } from '../../core/content/preview-email.ts'
import { readContent } from '../../core/content/read-content.ts'
import { readSegments } from '../../core/content/read-segments.ts'
import { sampleBrand } from '../../core/content/sample-variables.ts'
import { mailsOf } from '../../core/content/simulate-mails.ts'
import { simulateSequence } from '../../core/content/simulate-sequence.ts'
import type { Simulation } from '../../core/content/simulation.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { templatesOf } from '../../core/nurture/steps.ts'
import { isZone } from '../../core/zone.ts'
import type { Api } from '../api.ts'
import { pathOf } from '../content-arguments.ts'
import { emailIn, errorsOf, folderContent, sequenceIn } from '../folder-content.ts'
import { givenTime } from '../given-time.ts'
import { inlineImages } from '../inline-images.ts'
import { dim, good, printJson } from '../output.ts'
import { type PersonaRun, simulationPage } from '../pages/simulation-page.ts'
import { type NamedPersona, readPersonas } from '../read-personas.ts'
import { remoteContent } from '../remote-content.ts'
import { showProblems } from '../show-problems.ts'
import { showSimulation } from '../show-simulation.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly folder: string
  readonly published?: boolean
  readonly persona?: string[]
  readonly start?: string
  readonly click?: string[]
  readonly clicks?: string[]
  readonly reply?: string[]
  readonly act?: string[]
  readonly zone?: string
  readonly score: boolean
  readonly story?: boolean
  readonly html?: string
}

/** The API takes so many personas at once. */
const atOnce = 10

interface Asked {
  readonly personas: readonly NamedPersona[]
  readonly acts: readonly Act[]
  readonly startAt: string
}

interface Answer {
  /** Of personas without one. */
  readonly zone: string
  readonly sequence: Pick<Sequence, 'id'> & Partial<Sequence>
  readonly source: string
  readonly from: string
  readonly runs: readonly Simulation<EmailPreview>[]
}

/** `ripen simulate <sequence> --persona f.yaml`: every mail personas would get in a year, when and why; sends nothing. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .argument('<sequences...>', 'id of a sequence, or of several that each persona enters at the same time')
    .description(
      'every mail that personas would get from a sequence, or from several at once, within a year, when, and why; sends nothing',
    )
    .option('--persona <files...>', 'YAML with the answers of made-up leads, or a folder of such files')
    .option('--folder <folder>', 'folder with emails, sequences …; needs no network', 'templates')
    .option('--published', 'as the API has it (draft, else live) instead of the folder')
    .option('--start <time>', 'when it starts: a day or RFC 3339 (default: now)')
    .option('--click <mails...>', 'what each clicks, and how long after it came: case-study@+2d (default: +4h)')
    .option('--reply <mails...>', 'what each replies to: welcome@+1d')
    .option('--act <acts...>', 'what else each does, counted from the start: page-visited@+3d,path=/pricing')
    .addOption(new Option('--clicks <mails...>', 'the same as --click').hideHelp())
    .option('--zone <zone>', 'zone of personas without one (default: UTC; with --published that of the company)')
    .option(
      '--no-score',
      'leave the scoring model out (default: that of the folder; with --published the one that is live)',
    )
    .option('--story', 'all that happens, and not the mails alone')
    .option('--html <file>', 'write one page with the calendar and the mails as they will look')
    .addHelpText(
      'after',
      `
Examples:
  ripen simulate white-paper --persona examples/personas/retail-director.yaml
  ripen simulate white-paper --persona examples/personas --click white-paper-welcome@+2d --html out.html
  ripen simulate white-paper onboarding --persona examples/personas --published

Of several sequences caps count over all. Where there is no room for both, the one of the higher priority goes first;
of equal ones, the one that is due first.`,
    )
    .action(async (ids: string[], options: Options, command: Command) => {
      const [id = '', ...others] = ids
      if (new Set(ids).size < ids.length) throw new Error('name each sequence once')
      if (options.zone !== undefined && !isZone(options.zone))
        throw new Error('--zone is an IANA time zone, for example Europe/Moscow')
      const asked: Asked = {
        personas: readPersonas(options.persona ?? []),
        acts: actsOf(options),
        startAt: startOf(options.start),
      }
      const json = command.optsWithGlobals<{ json?: boolean }>().json ?? false
      const answer = options.published
        ? await fromApi(withApi(command).api, ids, asked, options)
        : await fromFolder(ids, asked, options)
      const runs = answer.runs.map((run, index) => named(run, asked.personas[index], answer.zone))
      if (options.html) writeFileSync(options.html, pageOf(answer, runs, asked.startAt))
      if (json) {
        const plain = runs.map(({ items, ...run }) => ({ ...run, items: items.map(({ mail, ...item }) => item) }))
        return printJson({
          ...(others.length > 0 ? { sequences: ids } : { sequence: id }),
          from: answer.source,
          startAt: asked.startAt,
          runs: plain,
        })
      }
      console.log(runs.map((run) => showSimulation(run, options.story ?? false)).join('\n\n'))
      if (options.html) console.log(`\n${good(`The calendar and the mails: ${options.html}`)}`)
      else console.log(dim('\nWith --html <file>: one page with the calendar and the mails as they will look.'))
    })
}

type Version = number | 'draft'

/** What the API answers of several personas. */
interface Answered {
  readonly runs: Simulation<EmailPreview>[]
  readonly version: Version
  readonly beside?: readonly { readonly version: Version }[]
  readonly zone: string
}

async function fromFolder(
  ids: readonly string[],
  { personas, acts, startAt }: Asked,
  options: Options,
): Promise<Answer> {
  const { folder, zone = 'UTC', score } = options
  const content = await folderContent(folder, (sequences) =>
    ids.flatMap((id) => sequences.get(id)?.steps.flatMap(templatesOf) ?? []),
  )
  const [sequence, ...beside] = ids.map((id) => sequenceIn(content, id, folder))
  if (!sequence) throw new Error('name a sequence')
  const broken = [...content.emails.keys()].flatMap((email) => errorsOf(content, email))
  if (broken.length > 0)
    throw new Error(`mails of ${ids.join(' and ')} can't be sent:\n${showProblems([...new Set(broken)])}`)
  const emailFor = (template: string, locale: string) => emailIn(content, template, locale)
  const setting = {
    sequence,
    beside,
    acts,
    startMs: Date.parse(startAt),
    zone,
    tagsOf: (template: string, locale: string) => emailFor(template, locale)?.tags,
    compose: mailsOf({ emailFor, brand: sampleBrand }),
    asks: content.asks,
    model: score ? content.model : undefined,
  }
  const inlined = inlineImages(folder)
  const withImages = (run: Simulation<EmailPreview>): Simulation<EmailPreview> => ({
    ...run,
    items: run.items.map(({ mail, ...item }) => ({ ...item, ...(mail && { mail: inlined(mail) }) })),
  })
  return {
    zone,
    sequence: together([sequence, ...beside]),
    source: `the folder ${folder}`,
    from: sampleBrand.company,
    runs: personas.map(({ persona }) => withImages(simulateSequence<EmailPreview>({ ...setting, persona }))),
  }
}

/** What stands on top of a page about several sequences. */
function together(sequences: readonly Answer['sequence'][]): Answer['sequence'] {
  const [only, ...others] = sequences
  if (only && others.length === 0) return only
  return {
    id: sequences.map(({ id }) => id).join(' · '),
    name: sequences.map(({ id, name }) => name ?? id).join(' · '),
  }
}

async function fromApi(
  api: Api,
  ids: readonly string[],
  { personas, acts, startAt }: Asked,
  options: Options,
): Promise<Answer> {
  const [id = '', ...others] = ids
  const { html, zone, score } = options
  const runs: Simulation<EmailPreview>[] = []
  let zoneThere = ''
  let versions: readonly Version[] = []
  for (let from = 0; from < personas.length; from += atOnce) {
    const given = personas.slice(from, from + atOnce).map((one) => one.given)
    const { body } = await api.post<Answered>(`${pathOf('sequences', id)}/simulate`, {
      personas: given,
      acts,
      startAt,
      score,
      mails: html !== undefined,
      ...(others.length > 0 && { beside: others }),
      ...(zone !== undefined && { zone }),
    })
    runs.push(...body.runs)
    versions = [body.version, ...(body.beside ?? []).map(({ version }) => version)]
    zoneThere = body.zone
  }
  const each = versions.map((version) => (version === 'draft' ? 'the draft' : `version ${version}`))
  const which = others.length > 0 ? each.map((one, index) => `${one} of ${ids[index]}`) : each
  const sequences = await Promise.all(ids.map((one) => sequenceAt(api, one)))
  const source = `${which.join(', ')} at ${api.url}`
  return { zone: zoneThere, sequence: together(sequences), source, from: 'Your company', runs }
}

/** What the API has of the sequence, as far as it can be read: for the head of the page. */
async function sequenceAt(api: Api, id: string): Promise<Answer['sequence']> {
  const files = (await remoteContent(api, 'sequences', id))?.files ?? {}
  const file = ownFile('sequences', id)
  return readContent('sequences', id, file, files[file] ?? '', readSegments(files)).value ?? { id }
}

function named(run: Simulation<EmailPreview>, one: NamedPersona | undefined, zone: string): PersonaRun {
  const { about, locale = 'en', fields = {}, stage, zone: own } = one?.persona ?? {}
  const { jobTitle, company, industry } = fields
  const traits = [jobTitle, company, industry].flatMap((trait) => (trait === undefined ? [] : [String(trait)]))
  return {
    ...run,
    name: one?.name ?? '',
    about,
    locale,
    zone: own ?? zone,
    traits: [...traits, ...(stage === undefined || stage === 'lead' ? [] : [stage])],
  }
}

function pageOf({ sequence, source, from }: Answer, runs: readonly PersonaRun[], startAt: string): string {
  const { topic, window, cap, steps, audience } = sequence
  const facts: Record<string, string> = {
    Personas: String(runs.length),
    ...(steps && { Steps: String(steps.length) }),
    ...(topic && { Topic: topic }),
    ...(audience && { 'For whom': audience }),
    ...(window && {
      Window: `${[window.days].flat().join(', ')} ${window.hours}, ${window.zone === 'lead' ? 'in the lead’s zone' : window.zone}`,
    }),
    ...(cap && { Cap: `${cap.emails} in ${cap.per}, over all sequences` }),
  }
  return simulationPage({ sequence, facts, startAt, source, from, runs })
}

function startOf(given: string | undefined): string {
  const ms = given === undefined ? Date.now() : givenTime(given)
  if (ms !== undefined) return new Date(ms).toISOString()
  throw new Error('--start is a day of the calendar or RFC 3339, for example 2026-11-24T09:00:00+03:00')
}

function actsOf({ click = [], clicks = [], reply = [], act = [] }: Options): Act[] {
  const orThrow = (option: string, text: string, read: Act | undefined, example: string): Act => {
    if (read) return read
    throw new Error(`${option} ${text}: write it like ${example}`)
  }
  return [
    ...[...click, ...clicks].map((text) =>
      orThrow('--click', text, actOnMail(text, 'email-clicked'), 'case-study@+2d'),
    ),
    ...reply.map((text) => orThrow('--reply', text, actOnMail(text, 'email-replied'), 'welcome@+1d')),
    ...act.map((text) => orThrow('--act', text, actByItself(text), 'page-visited@+3d,path=/pricing')),
  ]
}
