import type { Contact } from '../core/handoff/contact.ts'
import type { HandoffState } from '../core/handoff/handoff.ts'
import { hasEnded } from '../core/handoff/inbox.ts'
import { allowedInWords, samePersonInWords, storyLabels } from '../core/handoff/story-words.ts'
import { bold, warning } from './output.ts'
import { moment } from './own-zone.ts'

/** A hand-off as `GET /handoffs/{handoffId}` tells it. */
export interface ShownHandoff {
  readonly handoffId: string
  readonly state: HandoffState
  readonly owner: string
  readonly routedBy: string
  readonly priority: number
  readonly priorityBecause?: string
  readonly due?: string
  readonly overdue: boolean
  readonly missing?: readonly string[]
  readonly dispute?: {
    readonly by: string
    readonly reason?: string
    readonly review?: { readonly by: string; readonly reason?: string; readonly upheld: boolean }
  }
  readonly findings?: { readonly found: Readonly<Record<string, string>> }
  readonly duties: readonly {
    readonly id: string
    readonly who: string
    readonly due: string
    readonly metAt?: string
    readonly breachedAt?: string
  }[]
  readonly next?: { readonly how?: string }
  readonly lead: { readonly email: string; readonly stage: string; readonly fields: Readonly<Record<string, unknown>> }
  readonly nextBest: { readonly says: string }
  readonly contact: Contact
  readonly leadId: string
  readonly samePerson: readonly { readonly leadId: string; readonly email: string; readonly mergedAt: string }[]
  readonly leadAnswers: readonly { readonly label: string; readonly value: string }[]
  readonly scoreParts: readonly { readonly says: string; readonly points: number }[]
  readonly seen: readonly {
    readonly title: string
    readonly kindInWords: string
    readonly times: number
    readonly last: string
  }[]
  readonly questions: readonly { readonly ask: string; readonly means?: string; readonly holds: boolean }[]
  readonly talkTrack: readonly string[]
  readonly company: {
    readonly name?: string
    readonly size?: string
    readonly industry?: string
    readonly people: readonly { readonly name?: string; readonly jobTitle?: string; readonly stage: string }[]
  }
}

const labels = storyLabels('en')

/** The story for a terminal; parts of which nothing is known are left out. */
export function handoffStory(story: ShownHandoff): string {
  const { lead, handoffId, state, owner, routedBy, nextBest, contact, company, dispute } = story
  const { firstName, lastName } = lead.fields
  const name = [firstName, lastName].filter(Boolean).join(' ')
  const firm = [company.name, company.size, company.industry].filter(Boolean).join(', ')
  return [
    bold(name ? `${name} (${lead.email})` : lead.email),
    `${state}, with ${owner} (${routedBy}); priority ${story.priority}${story.priorityBecause ? `: ${story.priorityBecause}` : ''}`,
    `hand-off ${handoffId}`,
    '',
    bold(nextBest.says),
    ...(story.next?.how ? [`how: ${story.next.how}`] : []),
    ...(story.missing ? [`still to find out: ${story.missing.join(', ')}`] : []),
    ...(dispute ? [`${dispute.by} asks to look at the rejection again: ${dispute.reason ?? ''}`] : []),
    ...(dispute?.review
      ? [
          `${dispute.review.by}: ${dispute.review.upheld ? 'it stands' : 'it does not stand'}: ${dispute.review.reason ?? ''}`,
        ]
      : []),
    `call: ${allowedInWords(contact.call, 'en')}; mail: ${allowedInWords(contact.email, 'en')}`,
    ...section(
      labels.samePerson,
      story.samePerson.map((one) => {
        const staysWith = one.leadId === story.leadId ? owner : undefined
        return samePersonInWords({ email: one.email, since: moment(one.mergedAt), staysWith }, 'en')
      }),
    ),
    ...section(
      'Due',
      story.duties.map((duty) => dutyLine(duty, hasEnded(state))),
    ),
    ...section(
      'Found',
      Object.entries(story.findings?.found ?? {}).map(([what, said]) => `${what}: ${said}`),
    ),
    ...section(
      labels.questions,
      story.questions.map(({ ask, means, holds }) => `${holds ? '✓' : '·'} ${ask}${means ? ` (${means})` : ''}`),
    ),
    ...section(labels.talkTrack, story.talkTrack),
    ...section(
      labels.answers,
      story.leadAnswers.map(({ label, value }) => `${label}: ${value}`),
    ),
    ...section(
      labels.seen,
      story.seen.map(
        ({ title, kindInWords, times, last }) =>
          `${title} (${kindInWords}), ${moment(last)}${times > 1 ? `, ${times} times` : ''}`,
      ),
    ),
    ...section(
      labels.score,
      story.scoreParts.map(({ says, points }) => `${String(points).padStart(4)}  ${says}`),
    ),
    ...section(labels.company, [
      ...(firm ? [firm] : []),
      ...company.people.map((one) => [one.name ?? 'no name given', one.jobTitle, one.stage].filter(Boolean).join(', ')),
    ]),
  ].join('\n')
}

function dutyLine({ id, who, due, metAt, breachedAt }: ShownHandoff['duties'][number], ended: boolean): string {
  const undone = ended ? 'not done' : breachedAt ? warning('overdue') : 'open'
  const stands = metAt ? `done ${moment(metAt)}` : undone
  return `${id} (${who}): ${moment(due)}, ${stands}`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', bold(title), ...lines.map((line) => `  ${line}`)]
}
