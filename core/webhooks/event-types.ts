import * as z from 'zod/mini'
import {
  AccountQualified,
  ContentPublished,
  EnrolmentChanged,
  type EventKind,
  HandoffChanged,
  LeadChanged,
  LeadErased,
  LeadMerged,
  LeadQualified,
  LeadScored,
} from '../events.ts'
import { once } from '../once.ts'
import { HandoffDescribed } from './events.ts'

/** One type of message that webhooks may be sent: a kind of event on the bus, as the outside sees it. */
export interface WebhookType {
  readonly kind: EventKind
  /** What `data` holds, and nothing else: what an event has beside it is left out. */
  readonly data: () => z.ZodMiniType
  readonly says: string
  /** Does `data` name a person? Otherwise it has ids alone. */
  readonly personal: boolean
}

/** What changes a lead for those outside: not each mail, click or visit. */
export const tellingCauses = [
  'form-submitted',
  'list-imported',
  'consent-granted',
  'consent-withdrawn',
  'suppressed',
  'unsuppressed',
  'stage-changed',
  'handoff-settled',
  'opportunity-opened',
  'deal-won',
  'deal-lost',
] as const

/** The catalogue of message types, by name. */
export const webhookTypes = {
  'lead.changed': {
    kind: LeadChanged,
    // `data` of the event may repeat what the person did: it stays inside.
    data: once(() => z.omit(LeadChanged.schema, { data: true, inSequence: true })),
    says: 'A lead came, consented, withdrew, or has another stage or status; not told for each mail, click or visit.',
    personal: false,
  },
  'lead.scored': {
    kind: LeadScored,
    data: () => LeadScored.schema,
    says: 'The score of a lead changed.',
    personal: false,
  },
  'lead.qualified': {
    kind: LeadQualified,
    data: () => LeadQualified.schema,
    says: 'A lead is sales-ready, for the k-th time.',
    personal: false,
  },
  'account.qualified': {
    kind: AccountQualified,
    data: () => AccountQualified.schema,
    says: 'The people of a company are sales-ready together; each lead is still handed over by its own score.',
    personal: false,
  },
  'lead.erased': {
    kind: LeadErased,
    data: () => LeadErased.schema,
    says: 'A person was erased: forget what you hold under this id.',
    personal: false,
  },
  'lead.merged': {
    kind: LeadMerged,
    data: () => LeadMerged.schema,
    says: 'A lead was merged into another, since both are one person, or that was undone: `state` says which. Ask the API for the lead named in `into`.',
    personal: false,
  },
  'enrolment.changed': {
    kind: EnrolmentChanged,
    data: () => EnrolmentChanged.schema,
    says: 'A lead entered a sequence, was paused or resumed in it, finished, left, or reached its goal.',
    personal: false,
  },
  'handoff.changed': {
    kind: HandoffChanged,
    data: () => HandoffChanged.schema,
    says: 'A hand-off was opened, answered, qualified, warned of, breached, passed on, or closed; `cause` says which.',
    personal: false,
  },
  'handoff.described': {
    kind: HandoffDescribed,
    data: () => HandoffDescribed.schema,
    says: 'As handoff.changed, with whom it is about: name, address, company and role, and what sales found. Personal data leaves Ripen with it.',
    personal: true,
  },
  'content.published': {
    kind: ContentPublished,
    data: () => ContentPublished.schema,
    says: 'A sequence, mail, form, scoring model or SLA policy went live.',
    personal: false,
  },
} as const satisfies Record<string, WebhookType>

export type WebhookTypeName = keyof typeof webhookTypes
export const webhookTypeNames = Object.keys(webhookTypes) as [WebhookTypeName, ...WebhookTypeName[]]

/** The events that webhooks are told of. */
export const toldKinds = webhookTypeNames.map((name) => webhookTypes[name].kind)

/** The type that an event of the bus is told as; undefined where it is told to nobody. */
export function typeOf(kindName: string): WebhookTypeName | undefined {
  return webhookTypeNames.find((name) => webhookTypes[name].kind.name === kindName)
}

/** The catalogue as it is answered: each type with the JSON Schema of its whole message. */
export function catalogue() {
  return webhookTypeNames.map((name) => {
    const { says, personal, data }: WebhookType = webhookTypes[name]
    const { $schema, ...schema } = z.toJSONSchema(data(), { io: 'output' })
    return {
      type: name,
      says,
      personal,
      schema: {
        $schema,
        type: 'object',
        properties: {
          type: { const: name },
          timestamp: { type: 'string', format: 'date-time', description: 'When it happened' },
          data: schema,
        },
        required: ['type', 'timestamp', 'data'],
      },
    }
  })
}
