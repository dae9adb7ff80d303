import { describe, expect, it } from 'vitest'
import { configOf } from '../../infra/config.ts'

const good = configOf('dev')

describe('the settings of a stage', () => {
  it.each(['dev', 'prod'])('%s is valid as it is shipped', (stage) => {
    expect(configOf(stage).domain).toContain('example.com')
  })

  it.each([
    ['domain', { domain: 'https://example.com' }, 'domain: give the domain in lower-case ASCII'],
    ['sender', { sender: 'hello@dev.example.com' }, 'sender: write the sender as Name <address>'],
    [
      'sender of another domain',
      { sender: 'A <a@other.example>' },
      'sender: the sender must be an address of the domain',
    ],
    ['postal address', { postalAddress: 'Berlin' }, 'postalAddress: give the full postal address'],
    ['zone', { zone: 'Berlin' }, 'zone: give an IANA time zone'],
    ['alarm address', { alarmAddress: 'nobody' }, 'alarmAddress: give the email address'],
    ['unknown setting', { colour: 'green' }, 'colour'],
    ['domain of replies', { replies: { domain: 'Reply', mailbox: 'a@b.example' } }, 'replies.domain: give the domain'],
    [
      'domain of replies, where it is the sender’s',
      { replies: { domain: good.domain, mailbox: 'a@b.example' } },
      'replies.domain: SES takes all mail of this domain, and people write to the sender’s domain, too: give one of its own',
    ],
    ['mailbox of replies', { replies: { domain: 'r.example', mailbox: 'me' } }, 'replies.mailbox: give the address'],
    [
      'mailbox of replies, where it is of their domain',
      { replies: { domain: 'r.example', mailbox: 'a@r.example' } },
      'replies.mailbox: replies that are forwarded to their own domain would come back',
    ],
  ])('says what is wrong with the %s', (_name, change, message) => {
    expect(() => configOf('dev', { dev: { ...good, ...change } })).toThrow(message)
  })

  it('says which stages there are', () => {
    expect(() => configOf('staging')).toThrow('there are dev, prod')
  })
})
