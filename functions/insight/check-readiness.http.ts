import { formsKind, scoringModelsKind, sequencesKind, slaPoliciesKind } from '../../core/content/schemas.ts'
import type { Check } from '../../core/insight/check.ts'
import { checksOf } from '../../core/insight/readiness.ts'
import type { Receiving } from '../../core/insight/receiving-checks.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { env } from '../aws/env.ts'
import { readEventTypes, readIdentity, readMailAccount } from '../aws/mail-account.ts'
import { readActiveRules, readMx, regionReceives } from '../aws/receiving.ts'
import { isSecretThere } from '../aws/secret-check.ts'
import { allCurrent, publishedEmail } from '../content/published.ts'
import { onRequest } from '../runtime/on-request.ts'
import { allStaff } from '../staff/directory.ts'

/** `GET /doctor`: is this stage ready to go live, and what to do where it is not. */
export const handler = onRequest(insightRoutes.doctor, async () => ({ items: await checks() }))

async function checks(): Promise<Check[]> {
  const domain = env('SENDER').replace(/^.*@|>$/g, '')
  const [account, identity, eventTypes, receiving, secrets, content, staff] = await Promise.all([
    asked(readMailAccount()),
    asked(readIdentity(domain)),
    asked(readEventTypes(env('CONFIGURATION_SET'))),
    receivingFound(),
    asked(secretsThere()),
    contentThere(),
    allStaff(),
  ])
  return checksOf({
    account,
    identity,
    eventTypes,
    receiving,
    secrets,
    content,
    sendRate: env('SEND_RATE'),
    company: env('COMPANY'),
    postalAddress: env('POSTAL_ADDRESS'),
    salespeople: staff.filter(({ active, groups, team }) => active && team && groups.some(isOfSales)).length,
  })
}

/** A part that can't be asked is a finding, not a failure of the call. */
async function asked<Part>(part: Promise<Part>): Promise<Part | Error> {
  return part.catch((error: unknown) => (error instanceof Error ? error : new Error('unknown')))
}

/** How mail comes in, where a domain for replies is set. */
async function receivingFound(): Promise<Receiving | undefined> {
  const [domain, rule, region] = [env('REPLY_DOMAIN'), env('REPLY_RULE'), env('AWS_REGION')]
  if (!domain || !rule) return undefined
  const [ruleSet = '', name = ''] = rule.split('/')
  const [identity, receives, mx, active] = await Promise.all([
    asked(readIdentity(domain)),
    asked(regionReceives(region)),
    asked(readMx(domain)),
    asked(readActiveRules()),
  ])
  return { domain, region, rule: { ruleSet, name }, identity, regionReceives: receives, mx, active }
}

async function secretsThere() {
  return Promise.all(
    (['IDENTITY_KEY_SECRET', 'TOKEN_KEYS_SECRET'] as const).map(async (name) => ({
      name,
      there: await isSecretThere(env(name)),
    })),
  )
}

async function contentThere() {
  const [policies, models, sequences, forms, ...mails] = await Promise.all([
    allCurrent(slaPoliciesKind),
    allCurrent(scoringModelsKind),
    allCurrent(sequencesKind),
    allCurrent(formsKind),
    publishedEmail('confirm-subscription', 'en'),
    publishedEmail('handoff-opened', 'en'),
  ])
  return [
    { name: 'an SLA policy', published: policies.length > 0 },
    { name: 'a scoring model', published: models.length > 0 },
    { name: 'a sequence', published: sequences.length > 0 },
    { name: 'a form', published: forms.length > 0 },
    { name: 'emails/confirm-subscription', published: mails[0] !== undefined },
    { name: 'emails/handoff-opened', published: mails[1] !== undefined },
  ]
}

function isOfSales(group: string): boolean {
  return group === 'sales' || group === 'sales-development'
}
