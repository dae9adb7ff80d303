import { describe, expect, it } from 'vitest'
import { leadIdOfName, leadOf, persona } from '../../../core/content/persona.ts'
import { actByItself, actOnMail } from '../../../core/content/persona-acts.ts'
import { leadId } from '../../../core/names.ts'
import { leadFacts } from '../../../core/nurture/lead-facts.ts'

const issuesOf = (given: object) => persona.safeParse(given).error?.issues.map(({ path }) => path.join('/'))

describe('a persona', () => {
  it('has answers flat or as fields, and what is missing is filled in', () => {
    expect(persona.parse({ industry: 'retail', fields: { zone: 'north' }, zone: 'Asia/Tehran' })).toMatchObject({
      fields: { industry: 'retail', zone: 'north' },
      zone: 'Asia/Tehran',
      locale: 'en',
      stage: 'lead',
      acts: [],
    })
  })

  it('comes from where it says, as conditions ask it', () => {
    const from = (source: object) =>
      leadFacts({ profile: leadOf(persona.parse({ 'lead-source': source }), [], 0).profile, nowMs: 0 })['lead-source']
    expect(from({ name: 'fair', origin: 'outbound', controllable: 'no' })).toMatchObject({
      name: 'fair',
      origin: 'outbound',
      controllable: false,
    })
    expect(from({ name: 'google', campaign: 'spring', form: 'demo' })).toMatchObject({
      name: 'google',
      origin: 'inbound',
      campaign: 'spring',
      form: 'demo',
    })
    expect(issuesOf({ 'lead-source': { orign: 'outbound' } })).toEqual(['lead-source'])
  })

  it('does things, with a time and data of their own', () => {
    const { acts } = persona.parse({
      acts: [
        { type: 'email-clicked', template: 'welcome' },
        { after: '2d', every: '7d', type: 'page-visited', path: '/a' },
      ],
    })
    expect(acts).toEqual([
      { after: '4h', type: 'email-clicked', template: 'welcome' },
      { after: '2d', every: '7d', type: 'page-visited', path: '/a' },
    ])
  })

  it.each([
    [{ acts: [{ after: 'soon', type: 'call' }] }, 'acts/0/after'],
    [{ acts: [{ after: '1d' }] }, 'acts/0/type'],
    [{ acts: [{ type: 'Clicked It' }] }, 'acts/0/type'],
    [{ acts: [{ type: 'call', every: '1m' }] }, 'acts/0/every'],
    [{ acts: [{ type: 'call', data: { path: '/a' } }] }, 'acts/0/data'],
    [{ about: 'x'.repeat(301) }, 'about'],
    [{ acts: Array.from({ length: 201 }, () => ({ type: 'call' })) }, 'acts'],
    [{ zone: 'Mars/North' }, 'zone'],
  ])('that can’t be is refused with its place: %#', (given, place) => {
    expect(issuesOf(given)).toEqual([place])
  })

  it('has an id by its name, so that different ones fall out differently', () => {
    expect(leadId.safeParse(leadIdOfName('retail-director')).success).toBe(true)
    expect(leadIdOfName('a')).not.toBe(leadIdOfName('b'))
  })
})

describe('an act on the command line', () => {
  it.each([
    ['case-study@+2d', { after: '2d', type: 'email-clicked', template: 'case-study' }],
    ['case-study', { after: '4h', type: 'email-clicked', template: 'case-study' }],
    ['case-study@+0s', { after: '0s', type: 'email-clicked', template: 'case-study' }],
    ['case-study@2d', undefined],
    ['Case Study', undefined],
    ['', undefined],
    ['case-study@+0d', undefined],
  ])('about a mail: %j', (text, act) => {
    expect(actOnMail(text, 'email-clicked')).toEqual(act)
  })

  it.each([
    ['page-visited@+3d,path=/pricing?a=b', { after: '3d', type: 'page-visited', path: '/pricing?a=b' }],
    ['meeting-booked', { after: '4h', type: 'meeting-booked' }],
    ['page-visited@+3d,path', undefined],
    ['page-visited@+3d,', undefined],
  ])('by itself: %j', (text, act) => {
    expect(actByItself(text)).toEqual(act)
  })
})
