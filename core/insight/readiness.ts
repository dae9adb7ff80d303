import { type Check, check } from './check.ts'
import { type Identity, identityCheck } from './identity-check.ts'
import { type Receiving, receivingChecks } from './receiving-checks.ts'

/** What was found out about a stage; a part that could not be asked says why as an Error. */
export interface Found {
  readonly account:
    | { readonly production: boolean; readonly sending: boolean; readonly enforcement: string; readonly rate: number }
    | Error
  readonly identity: Identity | Error
  /** Event types that reach EventBridge, as SES names them. */
  readonly eventTypes: readonly string[] | Error
  /** Undefined where no domain for replies is set. */
  readonly receiving: Receiving | undefined
  readonly secrets: readonly { readonly name: string; readonly there: boolean }[] | Error
  readonly sendRate: number
  readonly company: string
  readonly postalAddress: string
  readonly content: readonly { readonly name: string; readonly published: boolean }[]
  /** Active staff who may get leads. */
  readonly salespeople: number
}

/** What SES must report: without these nobody learns of bounces, complaints and clicks. */
const neededEvents = [
  'SEND',
  'REJECT',
  'BOUNCE',
  'COMPLAINT',
  'DELIVERY',
  'OPEN',
  'CLICK',
  'RENDERING_FAILURE',
] as const

/** Is the stage ready to go live? Every check, in the order in which to mend them. */
export function checksOf(found: Found): Check[] {
  return [...mailChecks(found), ...receivingChecks(found.receiving), ...ownChecks(found)]
}

function mailChecks({ account, identity, eventTypes, sendRate }: Found): Check[] {
  return [
    identityCheck('ses-identity', identity),
    check('ses-production', account, 'ask for production access in the SES console of this region', (is) => ({
      ok: is.production,
      detail: is.production ? 'out of the sandbox' : 'in the sandbox: only verified addresses get mail',
    })),
    check(
      'ses-sending',
      account,
      'docs/runbook.md#bounces-and-complaints, then answer the case that SES opened',
      (is) => ({
        ok: is.sending && is.enforcement === 'HEALTHY',
        detail: `sending is ${is.sending ? 'on' : 'off'}; the account is ${is.enforcement}`,
      }),
    ),
    check(
      'ses-rate',
      account,
      'set sendRate in infra/config.ts below the rate that SES grants, or ask for more',
      (is) => ({
        ok: is.rate > sendRate,
        detail: `SES grants ${is.rate} mails a second; marketing mail takes up to ${sendRate}`,
      }),
    ),
    check('ses-events', eventTypes, 'deploy again: the configuration set has lost its event destination', (types) => {
      const missing = neededEvents.filter((type) => !types.includes(type))
      return {
        ok: missing.length === 0,
        detail: missing.length === 0 ? 'all events reach EventBridge' : `not reported: ${missing.join(', ')}`,
      }
    }),
  ]
}

function ownChecks({ secrets, company, postalAddress, content, salespeople }: Found): Check[] {
  const unpublished = content.filter(({ published }) => !published).map(({ name }) => name)
  const isExample = /\bexample\b/i.test(`${company} ${postalAddress}`)
  return [
    check('secrets', secrets, 'deploy again; never make these by hand', (all) => {
      const gone = all.filter(({ there }) => !there).map(({ name }) => name)
      return { ok: gone.length === 0, detail: gone.length === 0 ? 'both are there' : `missing: ${gone.join(', ')}` }
    }),
    {
      id: 'sender',
      ok: !isExample,
      detail: isExample
        ? 'company or postal address is still that of the example'
        : 'company and postal address are set',
      mend: 'set company and postalAddress in infra/config.ts: every marketing mail must show them',
    },
    {
      id: 'content',
      ok: unpublished.length === 0,
      detail: unpublished.length === 0 ? 'all that is needed is published' : `not published: ${unpublished.join(', ')}`,
      mend: 'ripen push --publish',
    },
    {
      id: 'staff',
      ok: salespeople > 0,
      detail: salespeople > 0 ? `${salespeople} can get leads` : 'nobody can get leads',
      mend: 'ripen users add <email> --group sales --team <team of a route>',
    },
  ]
}
