import { topicAndChannel } from './channel.ts'
import type { ConsentEvidence } from './mailbox.ts'

/** What a topic is called on a page: the words that the person consented to, else its name. */
export function topicLabel(name: string, evidence: readonly ConsentEvidence[]): string {
  const { topic, channel } = topicAndChannel(name)
  const shown = evidence.findLast((one) => one.topic === topic && one.channel === channel && one.text !== undefined)
  return shown?.text ?? nameInWords(topic) + (channel === 'email' ? '' : ` (${channelInWords[channel]})`)
}

/** `dead-stock` as people read it: Dead stock. */
export function nameInWords(slug: string): string {
  const name = slug.replaceAll('-', ' ')
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** How a channel is said where no text says it. */
const channelInWords = { sms: 'SMS', chat: 'chat', post: 'letter', call: 'phone' } as const
