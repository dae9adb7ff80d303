import { contentRoutes } from '../../core/content/routes.ts'
import { sequencesKind } from '../../core/content/schemas.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding } from './content-items.ts'
import { draftedSequence } from './drafted-sequence.ts'
import { planInFlight } from './plan-in-flight.ts'
import { contentVersion } from './published.ts'

/** `POST /content/sequences/{id}/plan`: what "stay", "move" and "exit" would do to the leads inside, were the draft (or an earlier version) published now. */
export const handler = onRequest(contentRoutes.planInFlight, async ({ params: { id }, body }) => {
  const { current, draft } = await readStanding('sequences', id)
  const next =
    body.version === undefined
      ? draft && (await draftedSequence(draft))
      : (await contentVersion(sequencesKind, id, body.version))?.value
  if (!next)
    throw new Problem(
      404,
      'There is no such version, or no draft of this sequence: store one and plan before you publish it.',
    )
  return { sequence: id, ...(await planInFlight(next, current?.version ?? 0, body)) }
})
