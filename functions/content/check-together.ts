import type { Form } from '../../core/capture/form.ts'
import { knownEmail } from '../../core/content/check-email.ts'
import { ownFile } from '../../core/content/content-files.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import type { KnownEmail } from '../../core/content/references.ts'
import { type CheckedContent, checkContent, type Together } from './check-content.ts'
import type { Sources } from './content-items.ts'
import { forgetCurrent } from './published.ts'

interface Part {
  readonly type: ContentType
  readonly id: string
  readonly files: Sources
}

/** Checks contents that go live at one moment, each beside the others as they will be: an email and the sequence that names it may come together. In their order. */
export async function checkTogether(parts: readonly Part[]): Promise<CheckedContent[]> {
  const checked = new Map<Part, CheckedContent>()
  const emails = new Map<string, KnownEmail | 'unreadable'>()
  const forms = new Map<string, Form>()
  const gated = new Set(parts.flatMap(({ type, id }) => (type === 'files' ? [id] : [])))
  const nothing = { emails: new Map(), forms: new Map(), models: new Set<string>() }
  for (const part of parts) {
    const { type, id, files } = part
    if (type === 'emails') {
      const one = await checkContent(type, id, files, 'publish', { ...nothing, files: gated })
      checked.set(part, one)
      emails.set(id, knownEmail({ locales: one.emails }) ?? 'unreadable')
    }
    const form = type === 'forms' ? await formIn(id, files) : undefined
    if (form) forms.set(id, form)
  }
  const models = new Set(parts.flatMap(({ type, id }) => (type === 'scoring-models' ? [id] : [])))
  const together: Together = { emails, forms, files: gated, models }
  // All are judged by what is live now, not by what was a minute ago.
  forgetCurrent()
  const all: CheckedContent[] = []
  for (const part of parts) {
    all.push(checked.get(part) ?? (await checkContent(part.type, part.id, part.files, 'publish', together)))
  }
  return all
}

/** A form that can't be read is told of by its own check. */
async function formIn(id: string, files: Sources): Promise<Form | undefined> {
  const { readContent } = await import('../../core/content/read-content.ts')
  const file = ownFile('forms', id)
  return readContent('forms', id, file, files[file] ?? '').value
}
