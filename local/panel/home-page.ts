import { escaped, htmlPage } from './html.ts'
import type { stateOf } from './state-calls.ts'

export interface HomeLead {
  readonly leadId: string
  readonly email?: string | undefined
  readonly stage?: string | undefined
  readonly status?: string | undefined
}

interface HomeView {
  readonly state: ReturnType<typeof stateOf>
  readonly forms: readonly string[]
  readonly leads: readonly HomeLead[]
  readonly mails: readonly { readonly at: string; readonly to: string; readonly subject: string }[]
  readonly roles: readonly string[]
}

const steps = ['1h', '1d', '3d', '1w', '30d']

/** The page for people: what there is, and what to do with it. */
export function homePage({ state, forms, leads, mails, roles }: HomeView): string {
  const dead = Object.entries(state.deadLetters).filter(([, n]) => n > 0)
  const { RUNNING, FAILED } = state.executions
  return htmlPage(
    'Ripen on this machine',
    `<h1>Ripen on this machine</h1><p class="quiet">Post a form, read the mail, move the clock on, watch the lead ripen.</p>
<div class="grid">
<section><h2>Clock</h2><p class="now">${escaped(state.now.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'))}</p>
<form method="post" action="/_local/clock">${steps.map((step) => `<button name="advance" value="${step}">+ ${step}</button> `).join('')}</form>
<p><small>All that falls due on the way happens, in its order.</small></p></section>
<section><h2>Forms</h2>${list(
      forms.map((id) => `<a href="/forms/${escaped(id)}">${escaped(id)}</a>`),
      'No form is published.',
    )}</section>
<section><h2>Mail</h2><p><a href="/_local/mailbox/">Open the mailbox</a> (${state.mails} so far)</p>${table(
      ['To', 'Subject'],
      mails.map(({ to, subject }) => [escaped(to), escaped(subject)]),
    )}</section>
<section><h2>Tokens for the API</h2>${list(
      roles.map((role) => `<a href="/_local/token?role=${escaped(role)}">${escaped(role)}</a>`),
      'The pool has no groups.',
    )}<p><small>The API: <a href="/openapi.json">openapi.json</a></small></p></section>
<section class="wide"><h2>Leads</h2>${table(
      ['Lead', 'Stage', 'Status'],
      leads.map(({ leadId, email, stage, status }) => [
        `<a href="/_local/leads/${escaped(leadId)}">${escaped(email ?? leadId)}</a>`,
        escaped(stage),
        escaped(status),
      ]),
      'Nobody yet: post a form.',
    )}</section>
<section class="wide"><h2>State</h2><p>${RUNNING} state machines run, ${FAILED} failed. ${
      dead.length === 0
        ? 'No dead letters.'
        : `Dead letters: ${dead.map(([name, n]) => `${escaped(name)} ${n}`).join(', ')}.`
    } <a href="/_local/state">More</a></p></section>
</div>`,
  )
}

/** One lead's story, as the API tells it. */
export function leadPage(lead: Record<string, unknown>, timeline: readonly Record<string, unknown>[]): string {
  const rows = timeline.map(({ at, type, kind, id: _id, ...rest }) => [
    `<time>${escaped(String(at).replace('T', ' ').slice(0, 16))}</time>`,
    escaped(type ?? kind),
    details(rest)
      .map(([name, value]) => `<span class="quiet">${escaped(name)}</span> ${escaped(value)}`)
      .join('<br>'),
  ])
  return htmlPage(
    'A lead',
    `<p><a href="/_local/">Ripen on this machine</a></p><h1>${escaped(lead.email ?? lead.leadId)}</h1>
<div class="grid"><section class="wide"><h2>What happened</h2>${table(['When', 'What', ''], rows, 'Nothing yet.')}</section>
<section class="wide"><h2>As it stands</h2><pre>${escaped(JSON.stringify(lead, null, 2))}</pre></section></div>`,
  )
}

/** Nested values by their dotted names. */
function details(value: unknown, name = ''): [string, unknown][] {
  if (value === null || typeof value !== 'object') return [[name, value]]
  return Object.entries(value).flatMap(([key, inner]) => details(inner, name ? `${name}.${key}` : key))
}

function list(items: readonly string[], none: string): string {
  return items.length === 0
    ? `<p class="quiet">${none}</p>`
    : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[], none = ''): string {
  if (rows.length === 0) return none && `<p class="quiet">${none}</p>`
  const head = heads.map((text) => `<th>${text}</th>`).join('')
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}
