import { persona as personaSchema } from '../../core/content/persona.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { simulateSequence } from '../../core/content/simulate-sequence.ts'
import { fromInstant } from '../../core/names.ts'
import { templatesOf } from '../../core/nurture/steps.ts'
import { env } from '../aws/env.ts'
import { now } from '../runtime/clock.ts'
import { onRequest, parse } from '../runtime/on-request.ts'
import { sequenceToSimulate } from './sequence-to-simulate.ts'
import { subjectsFor } from './subjects-for.ts'

/** `POST /content/sequences/{id}/simulate`: every mail that a persona would get from the draft, or else from what is live; sends nothing. */
export const handler = onRequest(contentRoutes.simulateSequence, async ({ params: { id }, body }) => {
  const persona = parse(personaSchema, body.persona, '/persona')
  const { sequence, version } = await sequenceToSimulate(id)
  const { items, ended } = simulateSequence({
    sequence,
    persona,
    startMs: body.startAt === undefined ? now() : fromInstant(body.startAt),
    clicks: body.clicks,
    zone: env('DEFAULT_ZONE'),
    subjectOf: await subjectsFor(sequence.steps.flatMap(templatesOf), persona.locale),
  })
  return { items, ended, version }
})
