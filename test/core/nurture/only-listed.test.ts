import { describe, expect, it } from 'vitest'
import type { Profile } from '../../../core/leads/lead.ts'
import { isOnlyListed } from '../../../core/nurture/only-listed.ts'
import type { UsedSegment } from '../../../core/nurture/segment.ts'
import type { Trigger } from '../../../core/nurture/sequence.ts'
import { sequencesToEnter } from '../../../core/nurture/triggers.ts'
import { aLead, aProfile } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const at = '2026-11-24T09:00:00.000Z'
const listed: Partial<Profile> = {
  stage: 'subscriber',
  createdAt: at,
  lastActivityAt: at,
  tags: ['fair'],
  fields: { industry: 'retail' },
  imported: { at, importId: 'import-id-of-a-list', source: 'spring-fair', origin: 'outbound' },
}

describe('somebody from a list', () => {
  it.each<[string, Partial<Profile>, boolean]>([
    ['and nothing else', {}, true],
    ['who did something since', { lastActivityAt: '2026-11-25T09:00:00.000Z' }, false],
    [
      'who was known before',
      { createdAt: '2026-11-01T09:00:00.000Z', lastActivityAt: '2026-11-01T09:00:00.000Z' },
      false,
    ],
  ])('%s', (_, more, only) => {
    expect(isOnlyListed(aProfile({ ...listed, ...more }))).toBe(only)
  })

  const segments: UsedSegment[] = [
    { id: 'fair', when: { tags: 'fair' } },
    { id: 'retailers', when: { industry: 'retail' } },
    { id: 'retailers-of-the-fair', when: { segment: ['fair'], industry: 'retail' } },
  ]
  it.each<[string, Trigger, boolean]>([
    ['a tag', { tag: 'fair' }, true],
    ['another tag', { tag: 'webinar' }, false],
    ['an event', { event: 'list-imported' }, true],
    ['a segment of tags', { segment: { tags: 'fair', industry: 'retail' } }, true],
    ['a segment of lists', { segment: { 'imported.origin': 'outbound' } }, true],
    ['a segment of anybody', { segment: { industry: 'retail' } }, false],
    ['a named segment that uses one of tags', { segment: 'retailers-of-the-fair' }, true],
    ['a named segment of anybody, beside one of tags', { segment: 'retailers' }, false],
    ['a stage', { stage: 'subscriber' }, false],
    ['a stage and a list', { stage: 'subscriber', when: { 'imported.source': 'spring-fair' } }, true],
    ['a stage and a source by name', { stage: 'subscriber', when: { 'lead-source.name': 'spring-fair' } }, true],
    ['a stage and an origin', { stage: 'subscriber', when: { 'lead-source.origin': 'outbound' } }, false],
    ['being idle', { idle: { 'score-from': 0, after: ['new'] } }, false],
  ])('enters by %s: %s', (_, trigger, enters) => {
    const sequence = { ...aSequence({ trigger }), segments }
    const lead = aLead({ profile: listed })
    const happening = { type: 'list-imported', at, data: {} }
    expect(sequencesToEnter([sequence], lead, happening, Date.parse(at) + 1_000)).toHaveLength(enters ? 1 : 0)
  })

  it('enters as everybody does once it did something of its own', () => {
    const lead = aLead({ profile: { ...listed, lastActivityAt: '2026-11-24T10:00:00.000Z' } })
    expect(
      sequencesToEnter([aSequence({ trigger: { stage: 'subscriber' } })], lead, undefined, Date.parse(at)),
    ).toHaveLength(1)
  })
})
