import * as z from 'zod/mini'
import { type Persona, persona } from '../../core/content/persona.ts'
import { type Act, act } from '../../core/content/persona-acts.ts'
import { parse } from '../runtime/on-request.ts'

/** The persona that was given; throws {@link Problem} 422 with pointers from `at` on. */
export function givenPersona(given: unknown, at: string): Persona {
  return parse(persona, given, at)
}

/** The acts that were given; throws {@link Problem} 422. */
export function givenActs(given: unknown): Act[] {
  return parse(z.array(act), given, '/acts')
}
