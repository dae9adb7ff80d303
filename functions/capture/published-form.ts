import type { Form } from '../../core/capture/form.ts'
import { type ReadToken, readToken } from '../../core/consent/tokens.ts'
import { formsKind } from '../../core/content/schemas.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { contentVersion, current, type Published } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'

/** The live form; throws a 404 {@link Problem}. */
export async function publishedForm(id: string): Promise<Published<'forms'>> {
  const found = await current(formsKind, id)
  if (!found) throw new Problem(404, 'There is no such form.')
  return found
}

/** The version of a form that a submission was made with; throws Error when there is none, which can't be. */
export async function formOfVersion(id: string, version: number): Promise<Form> {
  const found = await contentVersion(formsKind, id, version)
  if (!found) throw new Error(`version ${version} of the form ${id} is gone`)
  return found.value
}

/**
 * The version that the visitor saw, which the texts of consent are proof of: the one that the render token names where it is good, else the live one.
 * Throws a 404 {@link Problem}.
 */
export async function formShown(id: string, token: unknown): Promise<{ form: Published<'forms'>; token?: ReadToken }> {
  const live = await publishedForm(id)
  if (typeof token !== 'string' || token === '') return { form: live }
  const read = readToken(token, 'render', await tokenKeys(), now())
  if (read.state === 'bad' || read.claims.form !== id) return { form: live, token: read }
  const shown = await contentVersion(formsKind, id, Number(read.claims.version))
  return { form: shown ?? live, token: read }
}
