/** SES of one domain, with a configuration set whose events come on the default bus. */
export const settings = {
  identities: [{ name: 'example.com', configurationSet: 'mail' }],
  receiving: [],
  configurationSets: [{ name: 'mail', suppresses: ['BOUNCE', 'COMPLAINT'] as const }],
  destinations: [
    {
      name: 'events',
      configurationSet: 'mail',
      enabled: true,
      events: ['send', 'delivery', 'bounce', 'complaint', 'click', 'open', 'renderingFailure', 'deliveryDelay'],
      busArn: 'arn:aws:events:eu-central-1:000000000000:event-bus/default',
    },
  ],
}

/** What the mailer sends, as the SDK puts it on the wire. */
export const aMail = (change: Record<string, unknown> = {}) => ({
  ConfigurationSetName: 'mail',
  Content: {
    Simple: {
      Body: { Html: { Data: '<a href="https://example.com/a?b&amp;c">Read</a>' }, Text: { Data: 'Read' } },
      Headers: [{ Name: 'List-Unsubscribe', Value: '<https://example.com/u/t>' }],
      Subject: { Data: 'Готово' },
    },
  },
  Destination: { ToAddresses: ['lead@example.org'] },
  EmailTags: [{ Name: 'leadId', Value: 'abc' }],
  FromEmailAddress: 'Ripen <hello@example.com>',
  ReplyToAddresses: ['anna@example.com'],
  ...change,
})
