import { describe, expect, it } from 'vitest'
import { choicesOf, preferencesBody, topicsToWithdraw } from '../../../core/consent/choices.ts'
import { aMailbox, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'

const mailbox = aMailbox({ consent: { news: granted(), product: withdrawn(), success: pending() } })
const choices = (body: unknown, box = mailbox) => choicesOf(box, preferencesBody.parse(body))

describe('the preference page', () => {
  it.each([
    [
      'turns off what was shown and is not ticked',
      { shown: ['news', 'product', 'success'] },
      [{ topic: 'news', on: false }],
    ],
    ['takes a single topic, as a browser posts it', { shown: 'news' }, [{ topic: 'news', on: false }]],
    [
      'turns on what is ticked',
      { shown: ['news', 'product'], topic: { news: 'on', product: 'on' } },
      [{ topic: 'product', on: true }],
    ],
    [
      'confirms a request: the link came to the same mailbox',
      { topic: { success: 'on' } },
      [{ topic: 'success', on: true }],
    ],
    ['leaves alone what it did not show', { shown: ['product'] }, []],
    [
      'turns off by name',
      { topic: { news: false, success: 'off' } },
      [
        { topic: 'news', on: false },
        { topic: 'success', on: false },
      ],
    ],
    [
      'stops everything, requests too',
      { all: 'off', topic: { news: 'on' } },
      [
        { topic: 'news', on: false },
        { topic: 'success', on: false },
      ],
    ],
    ['turns nothing on that the lead was never asked about', { topic: { other: 'on', constructor: 'on' } }, []],
    ['changes nothing when nothing is said', {}, []],
  ])('%s', (_name, body, wanted) => {
    expect(choices(body)).toEqual(wanted)
  })

  it.each([[{ all: 'on' }], [{ topic: { news: 'maybe' } }], [{ shown: ['No Topic'] }], [{ topic: 'news' }]])(
    'does not take %j',
    (body) => {
      expect(preferencesBody.safeParse(body).success).toBe(false)
    },
  )
})

describe('a withdrawal', () => {
  it.each([
    ['ends its topic', false, mailbox, ['news']],
    ['of all ends every topic', true, mailbox, ['news', 'product', 'success']],
    ['is kept for a topic without a record too', false, aMailbox(), ['news']],
    ['of all ends its topic where there is no record', true, aMailbox(), ['news']],
    ['writes nothing about an erased person', false, aMailbox({ erasedAt: '2026-11-24T09:00:00.000Z' }), []],
    ['of all writes nothing about an erased person', true, aMailbox({ erasedAt: '2026-11-24T09:00:00.000Z' }), []],
    [
      'ends what an erased person asked for since',
      false,
      aMailbox({ erasedAt: '2026-11-24T09:00:00.000Z', consent: { news: pending() } }),
      ['news'],
    ],
  ])('%s', (_name, all, box, topics) => {
    expect(topicsToWithdraw(box, 'news', all)).toEqual(topics)
  })
})
