import { contentRoutes } from '../../core/content/routes.ts'
import { simulateSequence } from '../../core/content/simulate-sequence.ts'
import { fromInstant } from '../../core/names.ts'
import { commonHours } from '../../core/nurture/send-time/common-hours.ts'
import { env } from '../aws/env.ts'
import { commonHoursKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { askedFindings } from '../handoff/live-funnel.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { scoringModelNow } from '../scoring/scoring-model.ts'
import { givenActs, givenPersona } from './given-personas.ts'
import { mailsToSimulate } from './mails-to-simulate.ts'
import { orTooMuch } from './or-too-much.ts'
import { sequencesBeside, sequenceToSimulate } from './sequence-to-simulate.ts'

/** `POST /content/sequences/{id}/simulate`: every mail that personas would get from the drafts, or else from what is live; sends nothing. */
export const handler = onRequest(contentRoutes.simulateSequence, async ({ params: { id }, body }) => {
  const personas = body.personas?.map((one, index) => givenPersona(one, `/personas/${index}`)) ?? [
    givenPersona(body.persona, '/persona'),
  ]
  const acts = givenActs(body.acts)
  const { sequence, version } = await sequenceToSimulate(id)
  const others = await sequencesBeside(id, body.beside)
  const beside = others.map((one) => one.sequence)
  const source = await mailsToSimulate(
    [sequence, ...beside],
    personas.map(({ locale }) => locale),
  )
  const zone = body.zone ?? env('DEFAULT_ZONE')
  const byHabit = [sequence, ...beside].some((one) => one['send-time'])
  const hours = byHabit ? await getItem(commonHoursKey) : undefined
  // What renders mails is most of it, and is not read for what is refused.
  const { mailsOf, subjectsOf } = await import('../../core/content/simulate-mails.ts')
  const setting = {
    sequence,
    beside,
    startMs: body.startAt === undefined ? now() : fromInstant(body.startAt),
    clicks: body.clicks,
    acts,
    zone,
    asks: await askedFindings(),
    model: body.score ? await scoringModelNow() : undefined,
    commonHours: hours && commonHours.parse(hours),
    tagsOf: (template: string, locale: string) => source.emailFor(template, locale)?.tags,
    compose: body.mails ? mailsOf(source) : subjectsOf(source),
  }
  const runs = personas.map((persona) => simulateSequence<unknown>({ ...setting, persona }))
  const versions = others.map((one) => ({ id: one.sequence.id, version: one.version }))
  const from = { version, ...(versions.length > 0 && { beside: versions }), zone }
  return orTooMuch(body.personas ? { runs, ...from } : { ...runs[0], ...from })
})
