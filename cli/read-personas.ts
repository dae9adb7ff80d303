import { globSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { leadIdOfName, type Persona, persona } from '../core/content/persona.ts'

export interface NamedPersona {
  readonly name: string
  readonly persona: Persona
  /** As its file says it, for the API. */
  readonly given: Record<string, unknown>
}

/** Somebody of whom nothing is known. */
const nobody = 'a lead without answers'

/** The personas of these files, or of all files in these folders; without any, one of whom nothing is known. Throws Error with file and pointer. */
export function readPersonas(paths: readonly string[]): NamedPersona[] {
  if (paths.length === 0) return [namedPersona(nobody, {}, nobody)]
  const files = paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })) throw new Error(`there is no file ${path}`)
    if (!statSync(path).isDirectory()) return [path]
    const inside = globSync('*.{yaml,yml}', { cwd: path }).sort()
    if (inside.length === 0) throw new Error(`${path} holds no persona: they are .yaml files`)
    return inside.map((file) => join(path, file))
  })
  return [...new Set(files)].map((file) => {
    let given: unknown
    try {
      given = parse(readFileSync(file, 'utf8')) ?? {}
    } catch (error) {
      throw new Error(`${file} is not readable as YAML: ${(error as Error).message.split('\n')[0]}`)
    }
    if (typeof given !== 'object' || Array.isArray(given)) {
      throw new Error(`${file}: a persona is a list of answers by name, for example "firstName: Olga"`)
    }
    return namedPersona(basename(file).replace(/\.ya?ml$/, ''), given as Record<string, unknown>, file)
  })
}

function namedPersona(name: string, given: Record<string, unknown>, file: string): NamedPersona {
  const whole = { leadId: leadIdOfName(name), ...given }
  const read = persona.safeParse(whole)
  if (read.success) return { name, persona: read.data, given: whole }
  const problems = read.error.issues.map(
    ({ path, message }) => `  ${path.length > 0 ? `/${path.join('/')}` : '/'}  ${message}`,
  )
  throw new Error(`${file} is no persona:\n${problems.join('\n')}`)
}
