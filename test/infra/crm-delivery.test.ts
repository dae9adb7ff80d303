import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { HandoffDescribed } from '../../core/webhooks/events.ts'
import { configOf } from '../../infra/config.ts'
import { Alarms } from '../../infra/constructs/alarms.ts'
import { CrmDelivery } from '../../infra/crm-delivery.ts'
import { physicalNames } from '../../local/assembly/physical-names.ts'
import { readAssembly, UnusableAssembly } from '../../local/assembly/read-assembly.ts'
import { readTopology } from '../../local/assembly/read-topology.ts'
import { aLeadId } from '../fixtures/a-mailbox.ts'
import { answers, aReceiver, type Receiver } from '../fixtures/a-receiver.ts'
import { logicalId, ofType, type Resources } from './resources.ts'

const outdir = mkdtempSync(join(tmpdir(), 'ripen-crm-'))
let resources: Resources
let crm: Receiver

beforeAll(async () => {
  const { crm: crms } = configOf('dev', {
    dev: {
      ...configOf('dev'),
      crm: [
        { kind: 'hubspot', secret: 'crm/hubspot' },
        { kind: 'salesforce', host: 'acme.my.salesforce.com', secret: 'crm/salesforce' },
        { kind: 'pipedrive', host: 'acme.pipedrive.com', secret: 'crm/pipedrive' },
        { kind: 'bitrix24', host: 'acme.bitrix24.de', secret: 'crm/bitrix24' },
      ],
    },
  })
  const app = new App({ outdir })
  const stack = new Stack(app, 'ripen-dev')
  const bus = new EventBus(stack, 'Bus', { eventBusName: 'ripen-dev' })
  const alarms = new Alarms(stack, { address: 'on-call@example.com' })
  for (const one of crms) new CrmDelivery(stack, { crm: one, bus, alarms })
  app.synth()
  resources = readAssembly(outdir).resources as Resources
  crm = await aReceiver(answers(200))
})
afterAll(async () => {
  await crm?.stop()
  rmSync(outdir, { recursive: true, force: true })
})

const leadId = aLeadId()
const described = HandoffDescribed.schema.parse({
  leadId,
  handoffId: `${leadId}.1`,
  state: 'open',
  cause: 'opened',
  at: '2026-11-24T09:00:00.000Z',
  stage: 'mql',
  priority: 2,
  score: 70,
  title: 'نورا "Nora" O’Brandt, Brandt & Söhne \\ Markets',
  owner: { userId: 'anna', name: 'Anna', email: 'anna@company.example' },
  contact: {
    email: 'nora@brandt.example',
    firstName: 'نورا "Nora"',
    lastName: 'O’Brandt',
    company: 'Brandt & Söhne \\ Markets',
    jobTitle: '',
    country: 'DE',
    language: 'fa',
  },
})

const text = z.string()
const email = z.literal('nora@brandt.example')
/** What each CRM documents, as strictly as it checks. */
const fakes = {
  hubspot: {
    path: '/crm/v3/objects/contacts/batch/upsert',
    method: 'POST',
    body: z.strictObject({
      inputs: z
        .array(
          z.strictObject({
            id: email,
            idProperty: z.literal('email'),
            properties: z.strictObject({
              email,
              firstname: text,
              lastname: text,
              company: text,
              jobtitle: text,
              lifecyclestage: z.enum(['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead']),
              hs_lead_status: z.enum(['NEW', 'OPEN', 'IN_PROGRESS']),
              ripen_handoff_id: z.literal(`${leadId}.1`),
            }),
          }),
        )
        .min(1)
        .max(100),
    }),
  },
  salesforce: {
    path: `/services/data/v62.0/sobjects/Lead/Ripen_Lead_Id__c/${leadId}`,
    method: 'PATCH',
    body: z.strictObject({
      FirstName: text.max(40),
      LastName: text.min(1).max(80),
      Company: text.min(1).max(255),
      Email: email,
      Title: text.max(128),
      LeadSource: z.literal('Web'),
      Rating: z.enum(['Hot', 'Warm', 'Cold']),
      Ripen_Handoff_Id__c: z.literal(`${leadId}.1`),
    }),
  },
  pipedrive: {
    path: '/api/v2/persons',
    method: 'POST',
    body: z.strictObject({
      name: text.min(1),
      emails: z.array(z.strictObject({ value: email, primary: z.boolean(), label: text })).min(1),
    }),
  },
  bitrix24: {
    path: '/rest/*/*/crm.lead.add.json',
    method: 'POST',
    body: z.strictObject({
      fields: z.strictObject({
        TITLE: text.min(1),
        NAME: text,
        LAST_NAME: text,
        COMPANY_TITLE: text,
        POST: text,
        EMAIL: z.array(z.strictObject({ VALUE: email, VALUE_TYPE: z.enum(['WORK', 'HOME', 'OTHER']) })),
        SOURCE_ID: z.literal('WEB'),
        ORIGINATOR_ID: text,
        ORIGIN_ID: z.literal(`${leadId}.1`),
      }),
    }),
  },
} as const

interface Target {
  Arn: unknown
  InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string }
  HttpParameters?: { PathParameterValues?: string[] }
  DeadLetterConfig?: object
}

/** The field of the event at a JSON path of names. */
function at(path: string): unknown {
  const event = { 'detail-type': 'HandoffDescribed', detail: described } as Record<string, unknown>
  return path
    .slice('$.'.length)
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], event)
}

/** As EventBridge does: what stands for a text in a template brings its own quotes, escaped as JSON. */
function transformed({ InputPathsMap, InputTemplate }: Target['InputTransformer']): string {
  return InputTemplate.replace(/<([\w-]+)>/g, (_, name: string) => JSON.stringify(at(InputPathsMap[name] ?? '$.')))
}

/** What CloudFormation puts together, with a star for each secret. */
function whole(value: unknown): string {
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [value]
  return parts
    .map(String)
    .join('')
    .replace(/\{\{resolve:secretsmanager:[^}]+\}\}/g, '*')
}

function of(kind: keyof typeof fakes) {
  const [, rule] =
    ofType(resources, 'AWS::Events::Rule').find(([, { Properties }]) => Properties.Name === `ripen-dev-crm-${kind}`) ??
    []
  const [target] = (rule?.Properties.Targets ?? []) as Target[]
  if (!rule || !target) throw new Error(`nothing is told to ${kind}`)
  const destination = resources[logicalId(target.Arn)]
  const connection = resources[logicalId(destination?.Properties.ConnectionArn)]
  if (!destination || !connection) throw new Error(`${kind} has no destination`)
  return { rule, target, destination: destination.Properties, connection: connection.Properties }
}

describe.each(Object.keys(fakes) as (keyof typeof fakes)[])('a new hand-off told to %s', (kind) => {
  it('is what its API documents, whatever stands in a name', async () => {
    const { target, destination } = of(kind)
    const values = target.HttpParameters?.PathParameterValues ?? []
    let next = 0
    const url = values.reduce(
      (one) => one.replace('*', () => String(at(values[next++] ?? ''))),
      whole(destination.InvocationEndpoint),
    )
    const { pathname, protocol } = new URL(url)
    expect(protocol).toBe('https:')
    crm.heard.length = 0
    await fetch(crm.url + pathname, {
      method: String(destination.HttpMethod),
      body: transformed(target.InputTransformer),
    })

    const [heard] = crm.heard
    expect([heard?.path, destination.HttpMethod]).toEqual([fakes[kind].path, fakes[kind].method])
    const read = fakes[kind].body.safeParse(JSON.parse(heard?.body ?? ''))
    expect(read.error?.issues ?? []).toEqual([])
    expect(JSON.stringify(read.data)).toContain(
      JSON.stringify(kind === 'pipedrive' ? described.title : described.contact.company),
    )
  })

  it('is told once, when it is opened, tried for a day, and never lost unseen', () => {
    const { rule, target } = of(kind)
    expect(rule.Properties.EventPattern).toMatchObject({
      'detail-type': ['HandoffDescribed'],
      detail: { cause: ['opened'] },
    })
    expect(target.DeadLetterConfig).toBeDefined()
  })

  it('has no secret in the template', () => {
    const { connection } = of(kind)
    const text = JSON.stringify(connection)
    if (kind !== 'bitrix24') expect(text).toContain(`{{resolve:secretsmanager:crm/${kind}:SecretString:`)
    expect(text).toMatch(kind === 'salesforce' ? /client_credentials/ : /API_KEY/)
  })
})

describe('a stage without a CRM', () => {
  it('has none of it, which is what the embedded run runs; with one it does not start, and says why', () => {
    expect(configOf('dev').crm).toEqual([])
    const assembly = readAssembly(outdir)
    const names = physicalNames(assembly, {
      account: '000000000000',
      region: 'eu-central-1',
      apiUrl: 'http://localhost',
      awsEndpoint: 'http://localhost',
    })
    expect(() => readTopology(assembly, names)).toThrow(/AWS::Events::(Connection|ApiDestination)/)
    expect(UnusableAssembly.name).toBe('UnusableAssembly')
  })

  it('is told what is wrong with its settings', () => {
    const given = (crm: object) => () => configOf('dev', { dev: { ...configOf('dev'), crm: [crm] } })
    expect(given({ kind: 'sugar', secret: 'a' })).toThrow('crm')
    expect(given({ kind: 'salesforce', host: 'https://acme.my.salesforce.com/', secret: 'a' })).toThrow(
      'give the host alone',
    )
    expect(given({ kind: 'hubspot', token: 'pat-1' })).toThrow('crm')
  })
})
