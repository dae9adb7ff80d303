import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { catalogue, tellingCauses, webhookTypes } from '../../../core/webhooks/event-types.ts'
import { messageOf } from '../../../core/webhooks/message.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const leadId = aLeadId()
const at = '2026-11-24T09:00:00.000Z'
const time = '2026-11-24T09:00:01Z'
const contact = {
  email: 'nora@shop.example',
  firstName: 'Nora',
  lastName: 'Brandt',
  company: 'Shop',
  jobTitle: '',
  country: '',
  language: 'de',
}
const handoff = { leadId, handoffId: `${leadId}.1`, state: 'open', cause: 'opened', at }
const owner = { userId: 'anna', name: 'Anna', email: 'anna@company.example' }
/** One good detail of each type. */
const details: Record<keyof typeof webhookTypes, object> = {
  'lead.changed': {
    leadId,
    version: 3,
    cause: { type: 'form-submitted', id: 'form-1234', at },
    data: { form: 'white-paper', company: 'Shop' },
    stage: 'lead',
    status: 'nurturing',
    inSequence: true,
  },
  'lead.scored': { leadId, total: 50, fit: 30, interest: 20, model: 'b2b', modelVersion: 2, at, stage: 'mql' },
  'lead.qualified': { leadId, k: 1, total: 70, model: 'b2b', modelVersion: 2, at },
  'account.qualified': { domain: 'brandt.example', at, people: 3, engaged: 2, fit: 20, interest: 31 },
  'lead.erased': { leadId, erasedAt: at },
  'lead.merged': { leadId, into: 'b'.repeat(32), state: 'merged', at },
  'enrolment.changed': { leadId, enrolmentId: 'white-paper.1', sequence: 'white-paper', state: 'active', at },
  'handoff.changed': { ...handoff, owner: 'anna' },
  'handoff.described': { ...handoff, stage: 'mql', priority: 2, score: 70, title: 'Nora Brandt, Shop', owner, contact },
  'content.published': { type: 'sequences', id: 'white-paper', version: 1, at },
}
const event = (type: keyof typeof webhookTypes, more: object = {}, id = 'bus-1') => ({
  id,
  name: webhookTypes[type].kind.name,
  time,
  detail: { ...details[type], ...more },
})

describe('what webhooks are told', () => {
  it.each(catalogue())('$type is as its schema in the catalogue says, and nothing beside', ({ type, schema, says }) => {
    const message = messageOf(event(type, { surprise: 'never seen' }))
    const body = JSON.parse(message?.payload ?? '{}')
    expect(body.type).toBe(type)
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
    expect(validate(body) || validate.errors).toBe(true)
    expect(message?.payload).not.toContain('surprise')
    expect(says.length).toBeGreaterThan(20)
  })

  it('has ids alone, but where the type says that it names a person', () => {
    for (const { type, personal } of catalogue()) {
      const text = messageOf(event(type))?.payload ?? ''
      expect(/nora|shop/i.test(text), type).toBe(personal)
    }
  })

  it('is one message when the bus brings it twice, and two when the same happens again', () => {
    const ids = (type: keyof typeof webhookTypes) =>
      [1, 2].map((n) => messageOf(event(type, {}, `bus-${n}`))?.messageId)
    const [one, two] = ids('handoff.changed')
    expect(one).toBe(two)
    expect(one).toMatch(/^msg_[a-z2-7]{32}$/)
    expect(messageOf(event('handoff.changed', { at: '2026-11-24T09:00:00.001Z' }))?.messageId).not.toBe(one)
  })

  it('tells a merge and its undoing apart, whenever they were', () => {
    const ids = ['merged', 'undone'].map((state) => messageOf(event('lead.merged', { state }))?.messageId)
    expect(new Set(ids).size).toBe(2)
  })

  it('lies with the lead that it is about; that one was erased, with the webhook', () => {
    expect(messageOf(event('handoff.changed'))?.leadId).toBe(leadId)
    expect(messageOf(event('lead.erased'))?.leadId).toBeUndefined()
    expect(messageOf(event('content.published'))?.leadId).toBeUndefined()
  })

  it('is nothing of forms, facts and Ripen’s own errands', () => {
    expect(messageOf({ name: 'FormSubmitted', time, detail: {} })).toBeUndefined()
    expect(tellingCauses).not.toContain('email-clicked')
  })
})
