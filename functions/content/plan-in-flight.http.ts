import { isError } from '../../core/content/problem.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { sequencesKind } from '../../core/content/schemas.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, type Sources } from './content-items.ts'
import { planInFlight } from './plan-in-flight.ts'
import { contentVersion } from './published.ts'
import { refusedFor } from './refused-for.ts'

/** `POST /content/sequences/{id}/plan`: what "stay", "move" and "exit" would do to the leads inside, were the draft (or an earlier version) published now. */
export const handler = onRequest(contentRoutes.planInFlight, async ({ params: { id }, body }) => {
  const { current, draft } = await readStanding('sequences', id)
  const next =
    body.version === undefined
      ? draft && (await readDraft(id, draft.files))
      : (await contentVersion(sequencesKind, id, body.version))?.value
  if (!next)
    throw new Problem(
      404,
      'There is no such version, or no draft of this sequence: store one and plan before you publish it.',
    )
  return { sequence: id, ...(await planInFlight(next, current?.version ?? 0, body)) }
})

async function readDraft(id: string, files: Sources): Promise<Sequence> {
  // An earlier version needs no YAML read.
  const { readContent } = await import('../../core/content/read-content.ts')
  const [file = '', text = ''] = Object.entries(files)[0] ?? []
  const { value, problems } = readContent('sequences', id, file, text)
  if (value === undefined || problems.some(isError)) throw refusedFor(problems)
  return value
}
