import { heldInWords } from '../core/insight/why-no-mail.ts'
import { type Interests, weighedInterests } from '../core/leads/interests.ts'
import { leadSource } from '../core/leads/lead-source.ts'
import { readsAt } from '../core/nurture/send-time/reads-at.ts'
import { bold, dim, table } from './output.ts'
import { ownZone, whoseTimes } from './own-zone.ts'
import { dateIn, momentInWords } from './when.ts'

type Shown = Readonly<Record<string, unknown>>

interface Score {
  readonly total: number
  readonly fit: number
  readonly interest: number
  readonly parts?: readonly { readonly says: string }[]
  readonly missing?: readonly { readonly says: string }[]
  readonly grade?: { readonly says: string }
  readonly bar?: { readonly says: string }
  readonly nextChange?: { readonly says: string }
  readonly waitsSince?: string
  readonly wouldQualify?: { readonly says: string }
}

/** `google (inbound); campaign spring, form white-paper`; nothing of who is known by no touch and no list. */
function sourceLines(lead: Shown): string[] {
  const source = leadSource(lead as Parameters<typeof leadSource>[0])
  if (!source) return []
  const { name, origin, controllable, basis, form, ...touched } = source
  const control = controllable === undefined ? [] : [controllable ? 'controllable' : 'by itself']
  const is = [origin, ...control, ...[basis ?? []].flat()].join(', ')
  const formed = form ? `form ${form}` : undefined
  const by = Object.entries({ ...touched, ...(name ? { form } : {}) }).flatMap(([what, value]) =>
    value ? [`${what} ${value}`] : [],
  )
  return [[`${name ?? formed ?? 'no source named'} (${is})`, ...(by.length > 0 ? [by.join(', ')] : [])].join('; ')]
}

/** One lead for people: where it stands, what makes its score, what it consented to, where it is inside, what happened last; by the clocks of its own zone, or where that is not known of whoever looks. */
export function storyOf(lead: Shown & { leadId: string }, timeline: readonly Shown[]): string {
  const zone = typeof lead.zone === 'string' ? lead.zone : ownZone()
  const said = (at: unknown) => (typeof at === 'string' ? momentInWords(at, zone) : '')
  return [
    `${bold(String(lead.email ?? 'erased'))}  ${dim(lead.leadId)}`,
    `${lead.stage}, ${lead.status}${parkingOf(lead, said)}${lead.mailable ? '' : `, gets no marketing mail (ripen why ${lead.email ?? lead.leadId})`}`,
    section(
      'Answers',
      Object.entries((lead.fields ?? {}) as Shown).map(([name, value]) => `${name}: ${textOf(value)}`),
    ),
    section('Came from', sourceLines(lead)),
    section('Reads at', habitLines(lead.clickHours as string[] | undefined, zone)),
    section('Tags', (lead.tags as string[] | undefined)?.length ? [(lead.tags as string[]).join(', ')] : []),
    section('Interests', interestLines(lead.interests as Interests | undefined)),
    section('Score', scoreLines(lead.score as Score | undefined, zone)),
    section(
      'Consent',
      ((lead.consents ?? []) as Shown[]).map(
        (one) => `${one.topic}${one.channel ? ` by ${one.channel}` : ''}: ${one.state} since ${said(one.decidedAt)}`,
      ),
    ),
    section(
      'Sequences',
      ((lead.enrolments ?? []) as Shown[]).map((one) => enrolmentLine(one, said)),
    ),
    section('With sales', handoffLines(lead.handoff as Shown | undefined, said)),
    `\n${table(
      timeline.map((one) => {
        const row = rowOf(one)
        return { ...row, at: said(one.at), why: forPeople(row.why, said) }
      }),
      ['at', 'kind', 'what', 'why'],
      'Nothing happened yet.',
    )}`,
    whoseTimes(zone),
  ]
    .filter(Boolean)
    .join('\n')
}

/** A reason as people read it: its times by the same clock, without the id of the proof, which `--json` has. */
function forPeople(why: unknown, said: Said): unknown {
  if (typeof why !== 'string') return why
  return why.replace(/, evidence \w+/, '').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, said)
}

type Said = (at: unknown) => string

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}`
}

function parkingOf({ parked }: Shown, said: Said): string {
  const parking = parked as { reason: string; until?: string } | undefined
  return parking ? ` (${parking.reason}${parking.until ? ` until ${said(parking.until)}` : ''})` : ''
}

function scoreLines(score: Score | undefined, zone: string): string[] {
  if (!score) return []
  return [
    `${score.total} points: fit ${score.fit}, interest ${score.interest}${score.grade ? `; grade ${score.grade.says}` : ''}`,
    ...(score.parts ?? []).map(({ says }) => says),
    ...(score.missing ?? []).map(({ says }) => `not sales-ready: ${says}`),
    ...(score.wouldQualify ? [score.wouldQualify.says] : []),
    ...(score.waitsSince ? [`ripe since ${dateIn(score.waitsSince, zone)}, and forwarded as sales has room`] : []),
    ...(score.bar ? [`sales’ bar: ${score.bar.says}`] : []),
    ...(score.nextChange ? [score.nextChange.says] : []),
  ]
}

/** What it reads about, as strong as each is today: 1 is one mail or page of today. */
function interestLines(interests: Interests | undefined): string[] {
  const weighed = weighedInterests(interests, Date.now())
  return weighed.length > 0 ? [weighed.map(({ tag, weight }) => `${tag} (${weight.toFixed(1)})`).join(', ')] : []
}

/** The hours of the day at which it clicks most, by its own clock. */
function habitLines(clickHours: readonly string[] = [], zone: string): string[] {
  const hours = readsAt(clickHours, zone)
  if (hours.length === 0) return []
  return [hours.map(({ hour, clicks }) => `${hour} (${clicks} of ${clickHours.length} clicks)`).join(', ')]
}

function enrolmentLine({ enrolmentId, state, step, due, held, reason, sendTime }: Shown, said: Said): string {
  const where = state === 'active' ? `at ${step}${due ? `, due ${said(due)}` : ''}` : `${reason ?? ''}`
  if (state === 'goal') return `${enrolmentId}: ${reason}`
  const why = held === 'habit' || held === 'common hours' ? heldInWords(held) : held
  const byNone = state === 'active' && (sendTime as Shown | undefined)?.by === 'none' && (sendTime as Shown).at === due
  const hour = byNone ? '; when it reads is not known, of it or of enough others: nothing is waited for' : ''
  return `${enrolmentId}: ${state}${where ? `, ${where}` : ''}${why ? `, held: ${why}` : ''}${hour}`
}

function handoffLines(handoff: Shown | undefined, said: Said): string[] {
  if (!handoff) return []
  const duties = (handoff.duties ?? []) as Shown[]
  return [
    `${handoff.state}, owner ${handoff.owner} (${handoff.routedBy})`,
    ...Object.entries(((handoff.findings as Shown | undefined)?.found ?? {}) as Shown).map(
      ([name, found]) => `found ${name}: ${found}`,
    ),
    ...duties.map(({ id, due, metAt, breachedAt }) => {
      const stands = metAt ? `met ${said(metAt)}` : breachedAt ? `breached ${said(breachedAt)}` : 'open'
      return `${id}: due ${said(due)}, ${stands}`
    }),
  ]
}

/** What each kind of entry of the timeline says in one line. */
function rowOf(entry: Shown): Shown {
  const { kind } = entry
  switch (kind) {
    case 'activity':
      return { kind, what: `${entry.type}${detailOf(entry.data as Shown | undefined)}`, why: entry.says }
    case 'send':
      return { kind, what: `${entry.template} ${entry.state}`, why: entry.reason ?? entry.because }
    case 'consent':
      return {
        kind,
        what: `${entry.topic}${entry.channel ? ` by ${entry.channel}` : ''} ${entry.decision}`,
        why: `by ${entry.by}`,
      }
    case 'touch':
      return { kind: entry.touch, what: `${entry.sequence} ${entry.step} ${entry.state}`, why: entry.says }
    default:
      return {
        kind,
        what: [entry.enrolmentId ?? entry.id, entry.what, entry.step].filter(Boolean).join(' '),
        why: entry.why,
      }
  }
}

function detailOf(data: Shown | undefined): string {
  const telling = data?.form ?? data?.template ?? data?.path ?? data?.topic ?? data?.step
  return telling === undefined ? '' : ` (${telling})`
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
