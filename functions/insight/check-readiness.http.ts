import { formsKind, scoringModelsKind, sequencesKind, slaPoliciesKind } from '../../core/content/schemas.ts'
import { type Check, checksOf } from '../../core/insight/readiness.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { env } from '../aws/env.ts'
import { readEventTypes, readIdentity, readMailAccount } from '../aws/mail-account.ts'
import { isSecretThere } from '../aws/secret-check.ts'
import { allCurrent, publishedEmail } from '../content/published.ts'
import { onRequest } from '../runtime/on-request.ts'
import { allStaff } from '../staff/directory.ts'

/** `GET /doctor`: is this stage ready to go live, and what to do where it is not. */
export const handler = onRequest(insightRoutes.doctor, async () => ({ items: await checks() }))

async function checks(): Promise<Check[]> {
  const domain = env('SENDER').replace(/^.*@|>$/g, '')
  const [account, identity, eventTypes, secrets, content, staff] = await Promise.all([
    asked(readMailAccount()),
    asked(readIdentity(domain)),
    asked(readEventTypes(env('CONFIGURATION_SET'))),
    asked(secretsThere()),
    contentThere(),
    allStaff(),
  ])
  return checksOf({
    account,
    identity,
    eventTypes,
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
