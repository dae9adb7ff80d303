import { slaPoliciesKind, type YamlType } from '../../core/content/schemas.ts'
import { type Agreed, agreementOf } from '../../core/handoff/agreement/agreement.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { env } from '../aws/env.ts'
import { readVersion } from '../content/content-items.ts'
import { contentVersion, type Published } from '../content/published.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { scoringModelNow } from '../scoring/scoring-model.ts'
import { liveFunnel } from './live-funnel.ts'
import { livePolicy } from './policy-in-force.ts'

/** `GET /insight/agreement`: what both sides promise each other, as a document, with who agreed to which version. */
export const handler = onRequest(handoffRoutes.showAgreement, async ({ query: { locale, version } }) => {
  const live = await livePolicy()
  if (!live) throw new Problem(409, 'No SLA policy is live: publish one, so that there is something to agree on.')
  const policy = version === undefined ? live : await contentVersion(slaPoliciesKind, live.id, version)
  if (!policy) throw new Problem(404, 'There is no such version.')
  const [funnel, model] = await Promise.all([liveFunnel(), scoringModelNow()])
  const on = {
    policy: await agreed('sla-policies', policy),
    funnel: funnel && (await agreed('funnel', funnel)),
    model: model && (await agreed('scoring-models', model)),
  }
  return agreementOf(on, locale, env('DEFAULT_ZONE'))
})

async function agreed<Type extends YamlType>(
  type: Type,
  { id, version, value }: Published<Type>,
): Promise<Agreed<Published<Type>['value']>> {
  return { id, version, value, approvals: (await readVersion(type, id, version))?.approvals }
}
