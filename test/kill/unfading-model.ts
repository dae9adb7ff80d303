import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Folder } from '../flows/publish.ts'

const model = join(import.meta.dirname, '../../templates/scoring-models/b2b.yaml')

/** The sample scoring model without decay: who lives through the story a day later, since a mail stayed unconfirmed, has the same score in the end. */
export function unfadingModel(): Folder {
  return { 'scoring-models/b2b.yaml': readFileSync(model, 'utf8').replace(/,? *half-life: \w+/g, '') }
}
