import type { Form } from '../capture/form.ts'
import { type Finding, type Path, warning } from './problem.ts'
import type { Words } from './words.ts'

/** What is doubtful about a form beyond its schema: languages that are there for one text and missing for another, limits that nothing meets. */
export function checkForm(form: Form): Finding[] {
  return [...languageFindings(form), ...nameFindings(form), ...fieldFindings(form)]
}

function languageFindings(form: Form): Finding[] {
  const texts = textsOfForm(form).filter(({ words }) => typeof words !== 'string')
  const all = [...new Set(texts.flatMap(({ words }) => Object.keys(words)))].sort()
  return texts.flatMap(({ words, path }): Finding[] => {
    const missing = all.filter((locale) => !Object.hasOwn(words as object, locale))
    if (missing.length === 0) return []
    const message = `this text is missing in: ${missing.join(', ')}`
    return [{ path, severity: 'warning', message, mend: 'people see it in another language of the form instead' }]
  })
}

/** What conditions of sequences call something else: an answer of this name can't be asked for there. */
const takenNames = ['segment', 'activity', 'interests', 'grade', 'indicators']

function nameFindings({ fields }: Form): Finding[] {
  return fields.flatMap(({ id }, index) =>
    takenNames.includes(id)
      ? [warning(['fields', index, 'id'], `conditions can't ask for an answer called "${id}"`, 'give it another name')]
      : [],
  )
}

/** Everything that a form says to people, and where. */
export function textsOfForm(form: Form): { words: Words; path: Path }[] {
  const optional = (words: Words | undefined, path: Path) => (words === undefined ? [] : [{ words, path }])
  return [
    { words: form.title, path: ['title'] },
    ...optional(form.intro, ['intro']),
    { words: form.button, path: ['button'] },
    ...form.fields.flatMap((field, index) => [
      { words: field.label, path: ['fields', index, 'label'] },
      ...(field.options ?? []).map(({ label }, option) => ({
        words: label,
        path: ['fields', index, 'options', option, 'label'],
      })),
    ]),
    ...form.consent.map(({ text }, index) => ({ words: text, path: ['consent', index, 'text'] })),
    { words: form.thanks.title, path: ['thanks', 'title'] },
    { words: form.thanks.text, path: ['thanks', 'text'] },
  ]
}

function fieldFindings({ fields }: Form): Finding[] {
  return fields.flatMap((field, index): Finding[] => {
    const at: Path = ['fields', index]
    const least = field['at-least']
    const most = field['at-most']
    const found: Finding[] = []
    if (least !== undefined && most !== undefined && least > most) {
      found.push({
        path: [...at, 'at-most'],
        severity: 'error',
        message: '"at-most" is less than "at-least"',
        mend: 'swap them',
      })
    }
    if (field.type !== 'number' && (least !== undefined || most !== undefined)) {
      const path = [...at, least !== undefined ? 'at-least' : 'at-most']
      const mend = 'write "type: number", or take them out'
      found.push({ path, severity: 'error', message: 'only a number has "at-least" and "at-most"', mend })
    }
    const values = (field.options ?? []).map(({ value }) => value)
    const twice = values.findIndex((value, place) => values.indexOf(value) < place)
    if (twice >= 0) {
      const path = [...at, 'options', twice, 'value']
      found.push({ path, severity: 'error', message: 'two options have the same value', mend: 'give each its own' })
    }
    return found
  })
}
