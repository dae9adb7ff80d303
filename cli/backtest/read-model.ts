import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Form, form as formSchema } from '../../core/capture/form.ts'
import { type ContentProblem, isError } from '../../core/content/problem.ts'
import { located, readYaml } from '../../core/content/read-yaml.ts'
import { findInScoringModel } from '../../core/scoring/check-model.ts'
import { type ScoringModel, scoringModel } from '../../core/scoring/model.ts'

export interface ReadModel {
  readonly path: string
  /** Its file's name without the ending: two drafts of one model differ by it. */
  readonly name: string
  readonly model: ScoringModel | undefined
  readonly problems: readonly ContentProblem[]
}

/**
 * A scoring model from its file, or by its id from `templates/`, checked as `ripen check` does it: beside the forms of its folder, where it lies in one. Its file may be
 * called otherwise than the model: drafts are. Throws Error where there is no such file.
 */
export function readModel(given: string): ReadModel {
  const path = [given, join('templates/scoring-models', `${given}.yaml`)].find((one) => existsSync(one))
  if (path === undefined) throw new Error(`there is no file ${given}`)
  const name = basename(path).replace(/\.ya?ml$/, '')
  const read = readYaml(textOf(path), scoringModel, { file: path })
  if (!('locate' in read)) return { path, name, model: undefined, problems: read.problems }
  const problems = located(findInScoringModel(read.value, formsBeside(path)), path, read.locate)
  return { path, name, model: problems.some(isError) ? undefined : read.value, problems }
}

/** The forms of the folder that the model lies in. Those that can't be read are for `ripen check` to tell. */
function formsBeside(path: string): Form[] {
  const folder = join(dirname(dirname(path)), 'forms')
  return globSync('*.yaml', { cwd: folder })
    .sort()
    .flatMap((file) => readYaml(textOf(join(folder, file)), formSchema, { file }).value ?? [])
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\ufeff/, '')
}
