import * as z from 'zod/mini'

/** The ways to speak to somebody besides mail: each needs a consent of its own. */
export const otherChannels = ['sms', 'chat', 'post', 'call'] as const
export const otherChannel = z.enum(otherChannels)
export type OtherChannel = (typeof otherChannels)[number]
export type Channel = 'email' | OtherChannel

/** Names a consent in the mailbox, in a form post and on the preference page: the topic for mail, `<topic>:<channel>` for any other way. */
export const consentName = z
  .string()
  .check(
    z.regex(
      /^[a-z0-9]+(-[a-z0-9]+)*(:(sms|chat|post|call))?$/,
      'name a topic, or a topic and a channel, for example "product-education:sms"',
    ),
    z.maxLength(64 + 5),
  )

export function consentNameOf(topic: string, channel: Channel = 'email'): string {
  return channel === 'email' ? topic : `${topic}:${channel}`
}

/** The topic and the channel that a consent is for. */
export function topicAndChannel(name: string): { topic: string; channel: Channel } {
  const [topic = name, channel] = name.split(':')
  return { topic, channel: otherChannels.find((one) => one === channel) ?? 'email' }
}

/** The consents to mail alone. */
export function isForMail(name: string): boolean {
  return !name.includes(':')
}
