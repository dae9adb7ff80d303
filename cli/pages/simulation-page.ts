import { directionOf } from '../../core/content/direction.ts'
import type { EmailPreview } from '../../core/content/preview-email.ts'
import type { Moment, SimulatedMail, Simulation } from '../../core/content/simulation.ts'
import { capital } from '../capital.ts'
import { dateIn, howLong, momentIn } from '../when.ts'
import { type Html, html, page } from './document.ts'
import { lightOrDark, mailFrames, thumbnail } from './mail-frames.ts'
import { languageOf } from './preview-page.ts'
import { swimlanes } from './swimlanes.ts'

/** What one persona lives through. */
export interface PersonaRun extends Simulation<EmailPreview> {
  readonly name: string
  readonly about?: string | undefined
  readonly locale: string
  readonly zone: string
  /** In words: `retail`, `Director of Supply Chain`. */
  readonly traits: readonly string[]
}

export interface SimulationPage {
  readonly sequence: {
    readonly id: string
    readonly name?: string | undefined
    readonly description?: string | undefined
  }
  readonly facts: Readonly<Record<string, string>>
  readonly startAt: string
  readonly source: string
  readonly from: string
  readonly runs: readonly PersonaRun[]
}

/** A page with more whole mails would be too large for a browser; the rest is told without its look. */
const shownWhole = 120

/** A page for people: when each persona gets which mail and why, on one calendar, then each one's story with the mails as they will look. */
export function simulationPage({ sequence, facts, startAt, source, from, runs }: SimulationPage): string {
  const title = sequence.name ?? sequence.id
  const notes = [...new Set(runs.flatMap((run) => run.notes))]
  const shown = shownOf(runs)
  const left = runs.flatMap(({ items }) => items.filter((item) => item.mail && !shown.has(item))).length
  if (left > 0) notes.push(`${left} mails are told without their look: the page shows ${shownWhole} whole`)
  const body = html`<main>
<header><p class="over">Ripen · simulation, nothing was sent</p>
<h1>${title}</h1>
${sequence.description !== undefined && html`<p class="lead">${sequence.description}</p>`}
<dl class="facts">${Object.entries({ ...facts, Start: dateIn(startAt, 'UTC'), From: source }).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${notes.length > 0 && html`<ul class="warnings">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
</header>
<section class="card"><h2>At a glance</h2>${swimlanes(runs, startAt)}</section>
${shown.size > 0 && lightOrDark()}
${runs.map((run) => story(run, shown, from))}
<p class="foot">Simulated by the very decisions that send: windows in each persona’s own zone, the cap over all sequences, waits that a click ends. Consent to the topic is assumed, and nothing happens but what is given. Splits fall out by the persona’s name.</p>
</main>`
  return page(`${title} · simulation`, body)
}

function shownOf(runs: readonly PersonaRun[]): ReadonlySet<SimulatedMail<EmailPreview>> {
  // Round by round, so that with many personas each has its first mails shown.
  const longest = Math.max(0, ...runs.map(({ items }) => items.length))
  const inTurn = Array.from({ length: longest }, (_, n) => runs.flatMap(({ items }) => items[n] ?? [])).flat()
  return new Set(inTurn.filter(({ mail }) => mail).slice(0, shownWhole))
}

function story(run: PersonaRun, shown: ReadonlySet<SimulatedMail<EmailPreview>>, from: string): Html {
  const { name, about, locale, zone, traits, items, ended, ends = [] } = run
  const mails = items[Symbol.iterator]()
  const startAt = run.story[0]?.at ?? ended.at
  const endOf = ({ sequence }: Moment) => (ends.find((end) => end.sequence === sequence) ?? ended).state
  const entry = (moment: Moment): Html | undefined => {
    if (moment.kind === 'go') return undefined
    const what = moment.kind === 'mail' ? mailCard(mails.next().value, shown, from) : said(moment, endOf(moment), zone)
    return html`<li class="is-${moment.kind}${moment.kind === 'end' ? ` is-${endOf(moment)}` : ''}"><time datetime="${moment.at}">${timeOf(moment.at, zone)}</time><span class="rail"></span><div class="what">${what}</div></li>`
  }
  return html`<article class="card" id="${name}"><div class="who"><div>
<p class="over">Persona</p><h2>${name}</h2>
${about !== undefined && html`<p class="lead">${about}</p>`}
<p class="chips">${[languageOf(locale), `times in ${zone}`, ...traits].map((one) => html`<span class="chip" dir="auto">${one}</span>`)}</p></div>
<p class="sum"><b>${items.length} ${items.length === 1 ? 'mail' : 'mails'} in ${howLong(startAt, ended.at)}</b><span class="soft">${ended.says}</span></p></div>
<ol class="days">${run.story.map(entry)}</ol></article>`
}

function timeOf(at: string, zone: string): Html {
  const { day, time } = momentIn(at, zone)
  return html`<b>${day}</b>${' '}${time}`
}

const endings: Readonly<Record<PersonaRun['ended']['state'], string>> = {
  finished: 'The sequence is over',
  exited: 'Leaves the sequence',
  goal: 'The goal is reached',
  open: 'Here the simulation stops',
}

function said(
  { kind, says, sequence, step, until, at }: Moment,
  state: PersonaRun['ended']['state'],
  zone: string,
): Html {
  const long = until === undefined ? '' : howLong(at, until)
  switch (kind) {
    case 'held':
      return html`<p>Held${until !== undefined && html` until ${timeOf(until, zone)}`}: ${says}</p><p class="soft small">at ${placeIn(sequence, step)}</p>`
    case 'wait':
      return html`<p class="soft">Waits${long && ` up to ${long}`} <span class="small">(${placeIn(sequence, step)})</span></p>`
    case 'end':
      return html`<p>${sequence === undefined ? '' : `${sequence}: `}${endings[state]}: ${says}</p>`
    default:
      return html`<p>${capital(says)}</p>`
  }
}

/** A step, and its sequence where there are several. */
function placeIn(sequence: string | undefined, step = ''): string {
  return sequence === undefined ? step : `${sequence}/${step}`
}

function mailCard(
  item: SimulatedMail<EmailPreview> | undefined,
  shown: ReadonlySet<SimulatedMail<EmailPreview>>,
  from: string,
): Html {
  if (!item) return html``
  const mail = shown.has(item) ? item.mail : undefined
  const { locale = 'en', preheader } = item.mail ?? {}
  return html`<div class="mailcard">${mail ? thumbnail(mail) : html`<span></span>`}<div>
<h4 lang="${locale}" dir="${directionOf(locale)}">${item.subject ?? item.template}</h4>
${preheader !== undefined && html`<p class="pre" lang="${locale}" dir="${directionOf(locale)}">${preheader}</p>`}
<p class="soft small">${capital(item.why)}</p>
<p class="tags">${item.sequence !== undefined && html`<span class="chip">${item.sequence}</span>`}<span class="chip">${item.template}</span></p></div>
${mail && html`<details><summary>The mail as it will look</summary>${mailFrames(mail, from)}</details>`}</div>`
}
