import { escapeHtml, page } from './page.ts'
import { type Problem, titles } from './problem.ts'

/** A problem as a page for people whose browser posted the form. */
export function pageOfProblem(problem: Problem): string {
  const title = titles[problem.status] ?? 'Problem'
  const list = (problem.errors ?? [])
    .map(({ pointer, detail }) => `<li>${escapeHtml(`${pointer.slice(1)}: ${detail}`)}</li>`)
    .join('')
  return page({
    title,
    locale: 'en',
    body: `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(problem.message)}</p>${list && `<ul class="error">${list}</ul>`}`,
  })
}
