import { storyLabels } from '../../core/handoff/story-words.ts'
import { escapeHtml } from '../runtime/page.ts'
import { factsHtml, staffCss } from '../staff/staff-page.ts'
import type { Told } from './tell-story.ts'

/** What the page of a lead has beside what all pages have. */
export const storyCss = `${staffCss}h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; line-height: 1.3; }
.next { padding: .8rem 1rem; border-inline-start: 4px solid var(--leaf); background: var(--ground); border-radius: .3rem; font-weight: 600; overflow-wrap: anywhere; }
.answer { margin: 1.5rem 0 1rem; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; padding: 0 1rem; }
summary { padding: .7rem 0; cursor: pointer; font-weight: 600; }
details form { padding-bottom: 1.25rem; }
details .note, .answer .note { margin: 0; }
.list { margin: 0; padding: 0; list-style: none; }
.list li { padding: .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.list li:last-child { border-bottom: 0; }
.parts b { flex: none; }
.list small { display: block; opacity: .75; }
.parts li { display: flex; justify-content: space-between; gap: 1rem; }
blockquote { margin: .5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }
`

/** The story below the answers: what the lead told, saw and scored, what to say and ask, and who else is there. Parts of which nothing is known are left out. */
export function storyHtml(told: Told, locale: string): string {
  const labels = storyLabels(locale)
  const number = (of: number) => new Intl.NumberFormat(locale).format(of)
  const { company } = told
  const firm = [company.name, company.domain, company.size, company.industry].filter((one) => one !== undefined)
  return [
    section(labels.questions, list(told.questions.map(question(labels)))),
    section(
      labels.talkTrack,
      told.talkTrack.map((one) => `<blockquote dir="auto">${escapeHtml(one)}</blockquote>`).join(''),
    ),
    section(labels.answers, answers(told)),
    section(
      labels.contact,
      factsHtml([
        [labels.call, told.call],
        [labels.email, told.email],
      ]),
    ),
    section(
      labels.score,
      list(
        told.scoreParts.map(({ says, points }) => `<bdi>${escapeHtml(says)}</bdi><b>${number(points)}</b>`),
        'list parts',
      ),
    ),
    section(labels.seen, list(told.seen.map(seen))),
    section(
      labels.company,
      (firm.length > 0 ? `<p>${firm.map((one) => `<bdi>${escapeHtml(one)}</bdi>`).join(' · ')}</p>` : '') +
        (company.domain ? `<p class="note">${labels.people}: ${company.known === 0 ? labels.nobody : ''}</p>` : '') +
        list(company.people.map((one) => person(one, (points) => `${number(points)} ${labels.points}`))),
    ),
  ].join('\n')
}

function section(heading: string, html: string): string {
  return html === '' ? '' : `<h2>${heading}</h2>\n${html}`
}

function list(items: readonly string[], classes = 'list'): string {
  return items.length === 0 ? '' : `<ul class="${classes}">${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`
}

function answers({ leadAnswers }: Told): string {
  const elsewhere = ['company', 'jobTitle', 'country']
  return factsHtml(
    leadAnswers.filter(({ field }) => !elsewhere.includes(field)).map(({ label, value }) => [label, value] as const),
  )
}

const question =
  ({ known, hinted }: Record<'known' | 'hinted', string>) =>
  ({ ask, means, holds, unconfirmed }: Told['questions'][number]): string =>
    `<span dir="auto">${escapeHtml(ask)}</span>${holds ? ` <small>${unconfirmed ? hinted : `✓ ${known}`}</small>` : ''}${means ? `<small dir="auto">${escapeHtml(means)}</small>` : ''}`

function seen({ title, kind, times, last }: Told['seen'][number]): string {
  return `<bdi>${escapeHtml(title)}</bdi><small>${kind} · <bdi>${escapeHtml(last)}</bdi>${times > 1 ? ` · ${times}×` : ''}</small>`
}

function person(
  { name, jobTitle, stage, score }: Told['company']['people'][number],
  inWords: (points: number) => string,
): string {
  const what = [jobTitle, stage, score === undefined ? undefined : inWords(score)].filter((one) => one !== undefined)
  return `<bdi>${escapeHtml(name ?? '–')}</bdi><small>${what.map((one) => `<bdi>${escapeHtml(String(one))}</bdi>`).join(' · ')}</small>`
}
