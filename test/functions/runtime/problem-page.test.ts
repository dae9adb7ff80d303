import { describe, expect, it } from 'vitest'
import { Problem } from '../../../functions/runtime/problem.ts'
import { pageOfProblem } from '../../../functions/runtime/problem-page.ts'

const broken = new Problem(404, 'There is nothing at this address.')

describe('the page of a problem', () => {
  it.each([
    ['ru-RU,ru;q=0.9,en;q=0.5', '<html lang="ru" dir="ltr">', 'Страница не найдена'],
    ['fa', '<html lang="fa" dir="rtl">', 'پیدا نشد'],
    ['ja, de;q=0.4', '<html lang="de" dir="ltr">', 'Nicht gefunden'],
    ['ja', '<html lang="en" dir="ltr">', 'part of it may be missing'],
    [undefined, '<html lang="en" dir="ltr">', 'part of it may be missing'],
    ['<script>', '<html lang="en" dir="ltr">', 'part of it may be missing'],
  ])('speaks to who prefers %s', (language, start, words) => {
    const page = pageOfProblem(broken, language)
    expect(page).toContain(start)
    expect(page).toContain(words)
  })

  it('says what else is wrong in the words of the problem, in English, since there are no others', () => {
    const problem = new Problem(422, 'Some of the input is not valid.', {
      errors: [{ pointer: '/locale', detail: 'give a language, as <en>' }],
    })
    const page = pageOfProblem(problem, 'fa')
    expect(page).toContain('<html lang="en" dir="ltr">')
    expect(page).toContain('locale: give a language, as &#60;en&#62;')
  })
})
