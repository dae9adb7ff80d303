import type * as z from 'zod'
import type { OtherChannel } from '../../core/consent/channel.ts'
import type { sequence } from '../../core/nurture/sequence.ts'

/** The sequences of stories beside the usual one, and the forms that start them. */
export type Way = 'talk' | 'guide' | 'chat' | 'feed'

interface Written {
  readonly consent: readonly { readonly topic: string; readonly channel?: OtherChannel; readonly text: string }[]
  readonly steps: z.input<typeof sequence>['steps']
  /** What starts it, where that is no form. */
  readonly starts?: Pick<z.input<typeof sequence>, 'trigger' | 're-entry'>
}

const called = { topic: 'product-education', channel: 'call', text: 'Call me.' } as const
const texted = { topic: 'product-education', channel: 'sms', text: 'Text me.' } as const
const chatted = { topic: 'product-education', channel: 'chat', text: 'Write to me in the chat.' } as const
const mailed = { topic: 'product-education', text: 'Send me mail.' }

/** A form whose sequence goes another way than the usual one's, each published in place of the others. */
export const ways: Readonly<Record<Way, Written>> = {
  talk: {
    consent: [mailed, called, texted],
    steps: [
      { id: 'welcome', send: 'welcome' },
      { id: 'call-them', task: { what: 'call', who: 'anna', due: '1h', timeout: '2h' } },
      {
        id: 'text-them',
        webhook: { provider: 'texts', channel: 'sms', text: 'Hello {{ firstName }}', timeout: '1h' },
      },
      { id: 'second', send: 'second' },
    ],
  },
  guide: {
    consent: [mailed],
    steps: [
      { id: 'guide', send: 'guide' },
      { id: 'read-it', wait: { for: '2h', until: { event: 'content-downloaded' } } },
      { id: 'second', send: 'second' },
      { id: 'think', wait: { for: '3h' } },
      { id: 'third', send: 'third' },
    ],
  },
  chat: {
    consent: [mailed, chatted],
    steps: [
      { id: 'welcome', send: 'welcome' },
      { id: 'ask-them', webhook: { provider: 'asks', channel: 'chat', text: 'Hello {{ firstName }}', timeout: '1h' } },
      { id: 'fork', branch: [{ when: { 'result.ask-them': 'delivered' }, go: 'second' }], otherwise: 'third' },
      { id: 'second', send: 'second', next: 'tell-them' },
      { id: 'third', send: 'third', next: 'tell-them' },
      { id: 'tell-them', webhook: { provider: 'tells', channel: 'chat', text: 'Goodbye', timeout: '30m' } },
    ],
  },
  /** Whoever was told of anew would come in anew. */
  feed: {
    consent: [mailed],
    starts: { trigger: { event: 'list-imported' }, 're-entry': 'after 1h' },
    steps: [
      { id: 'welcome', send: 'welcome' },
      { id: 'think', wait: '3d' },
      { id: 'second', send: 'second' },
    ],
  },
}
