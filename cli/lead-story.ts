import { bold, dim, table } from './output.ts'

type Shown = Readonly<Record<string, unknown>>

interface Score {
  readonly total: number
  readonly fit: number
  readonly interest: number
  readonly parts?: readonly { readonly says: string }[]
  readonly missing?: readonly { readonly says: string }[]
  readonly wouldQualify?: { readonly says: string }
}

/** One lead for people: where it stands, what makes its score, what it consented to, where it is inside, what happened last. */
export function storyOf(lead: Shown & { leadId: string }, timeline: readonly Shown[]): string {
  return [
    `${bold(String(lead.email ?? 'erased'))}  ${dim(lead.leadId)}`,
    `${lead.stage}, ${lead.status}${parkingOf(lead)}${lead.mailable ? '' : `, gets no marketing mail (ripen why ${lead.email ?? lead.leadId})`}`,
    section(
      'Answers',
      Object.entries((lead.fields ?? {}) as Shown).map(([name, value]) => `${name}: ${textOf(value)}`),
    ),
    section('Score', scoreLines(lead.score as Score | undefined)),
    section(
      'Consent',
      ((lead.consents ?? []) as Shown[]).map((one) => `${one.topic}: ${one.state} since ${one.decidedAt}`),
    ),
    section('Sequences', ((lead.enrolments ?? []) as Shown[]).map(enrolmentLine)),
    section('With sales', handoffLines(lead.handoff as Shown | undefined)),
    `\n${table(timeline.map(rowOf), ['at', 'kind', 'what', 'why'], 'Nothing happened yet.')}`,
  ]
    .filter(Boolean)
    .join('\n')
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}`
}

function parkingOf({ parked }: Shown): string {
  const parking = parked as { reason: string; until?: string } | undefined
  return parking ? ` (${parking.reason}${parking.until ? ` until ${parking.until}` : ''})` : ''
}

function scoreLines(score: Score | undefined): string[] {
  if (!score) return []
  return [
    `${score.total} points: fit ${score.fit}, interest ${score.interest}`,
    ...(score.parts ?? []).map(({ says }) => says),
    ...(score.missing ?? []).map(({ says }) => `not sales-ready: ${says}`),
    ...(score.wouldQualify ? [score.wouldQualify.says] : []),
  ]
}

function enrolmentLine({ enrolmentId, state, step, due, held, reason }: Shown): string {
  const where = state === 'active' ? `at ${step}${due ? `, due ${due}` : ''}` : `${reason ?? ''}`
  if (state === 'goal') return `${enrolmentId}: ${reason}`
  return `${enrolmentId}: ${state}${where ? `, ${where}` : ''}${held ? `, held: ${held}` : ''}`
}

function handoffLines(handoff: Shown | undefined): string[] {
  if (!handoff) return []
  const duties = (handoff.duties ?? []) as Shown[]
  return [
    `${handoff.state}, owner ${handoff.owner} (${handoff.routedBy})`,
    ...duties.map(({ id, due, metAt, breachedAt }) => {
      const stands = metAt ? `met ${metAt}` : breachedAt ? `breached ${breachedAt}` : 'open'
      return `${id}: due ${due}, ${stands}`
    }),
  ]
}

/** What each kind of entry of the timeline says in one line. */
function rowOf(entry: Shown): Shown {
  const { at, kind } = entry
  switch (kind) {
    case 'activity':
      return { at, kind, what: `${entry.type}${detailOf(entry.data as Shown | undefined)}` }
    case 'send':
      return { at, kind, what: `${entry.template} ${entry.state}`, why: entry.reason ?? entry.because }
    case 'consent':
      return { at, kind, what: `${entry.topic} ${entry.decision}`, why: `by ${entry.by}` }
    default:
      return {
        at,
        kind,
        what: [entry.enrolmentId ?? entry.id, entry.what, entry.step].filter(Boolean).join(' '),
        why: entry.why,
      }
  }
}

function detailOf(data: Shown | undefined): string {
  const telling = data?.form ?? data?.template ?? data?.path ?? data?.topic
  return telling === undefined ? '' : ` (${telling})`
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
