import * as z from 'zod/mini'
import { type Persona, persona } from '../../core/content/persona.ts'
import { type Act, act } from '../../core/content/persona-acts.ts'
import { Problem } from '../runtime/problem.ts'

type Issues = readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
type Read<Value> = { success: true; data: Value } | { success: false; error: { issues: Issues } }

/** The persona that was given; throws {@link Problem} 422 with pointers from `at` on. */
export function givenPersona(given: unknown, at: string): Persona {
  return taken(persona.safeParse(given), at)
}

/** The acts that were given; throws {@link Problem} 422. */
export function givenActs(given: unknown): Act[] {
  return taken(z.array(act).safeParse(given), '/acts')
}

function taken<Value>(read: Read<Value>, at: string): Value {
  if (read.success) return read.data
  const pointer = (path: Issues[number]['path']) =>
    path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  throw new Problem(422, 'Some of the input is not valid.', {
    errors: read.error.issues.map(({ path, message }) => ({ pointer: at + pointer(path), detail: message })),
  })
}
