import { bestLanguage, languagesWanted } from '../../core/capture/visitor-locale.ts'
import { escapeHtml, page } from './page.ts'
import { type Problem, titles } from './problem.ts'
import { problemWords } from './problem-words.ts'

/** A problem as a page for people, whose browser posted a form or followed a link; in its language (`Accept-Language`) where there are words for it. */
export function pageOfProblem(problem: Problem, acceptLanguage: string | undefined): string {
  const words: Readonly<Record<string, readonly [string, string]>> = problemWords[problem.status] ?? {}
  const locale = bestLanguage(languagesWanted(undefined, acceptLanguage), Object.keys(words)) ?? 'en'
  const [title, text] = words[locale] ?? [titles[problem.status] ?? 'Problem', problem.message]
  const list = (problem.errors ?? [])
    .map(({ pointer, detail }) => `<li>${escapeHtml(`${pointer.slice(1)}: ${detail}`)}</li>`)
    .join('')
  return page({
    title,
    locale,
    body: `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${list && `<ul class="error">${list}</ul>`}`,
  })
}
