import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AwsError } from '../../../local/aws-error.ts'
import { MailStore } from '../../../local/mail/mail-store.ts'
import { Mailbox } from '../../../local/mail/mailbox.ts'
import { readSendRequest } from '../../../local/mail/send-request.ts'
import { anEngineRoom } from '../an-engine-room.ts'
import { aMail, settings } from './a-mail.ts'

function often<Usual, Other>(usual: Usual, other: fc.Arbitrary<Other>) {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })
}

const { Content, Destination, FromEmailAddress } = aMail()
const data = fc.record({ Data: often('Hello', fc.string()) })
const named = fc.record({ Name: often('X-Name', fc.string()), Value: often('value', fc.string()) })
const addresses = fc.array(fc.emailAddress(), { maxLength: 3 })
const simple = fc.record(
  {
    Subject: data,
    Body: fc.record({ Html: data, Text: data }, { requiredKeys: [] }),
    Headers: fc.array(named, { maxLength: 3 }),
  },
  { requiredKeys: ['Subject', 'Body'] },
)

/** Requests around what the mailer sends: parts left out, of another type, or of another text. */
const anyRequest = fc.record(
  {
    ConfigurationSetName: often('mail', fc.string()),
    Content: often(Content, fc.record({ Simple: simple })),
    Destination: often(
      Destination,
      fc.record({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }),
    ),
    EmailTags: fc.array(named, { maxLength: 3 }),
    FromEmailAddress: often(FromEmailAddress, fc.emailAddress()),
    ReplyToAddresses: addresses,
  },
  { requiredKeys: ['Content', 'Destination', 'FromEmailAddress'] },
)

describe('what the embedded SES takes', () => {
  it('is what an independent reading of its API (aws-ses-v2-local) takes, too', async () => {
    const mailbox = new Mailbox(new MailStore(anEngineRoom().journal))
    const url = `${await mailbox.address()}/v2/email/outbound-emails`
    const headers = { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 local' }
    const outcomes = { taken: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(anyRequest, async (request) => {
        try {
          readSendRequest(request, settings)
        } catch (error) {
          expect(error).toBeInstanceOf(AwsError)
          outcomes.refused += 1
          return
        }
        outcomes.taken += 1
        const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) })
        expect(answer.status, await answer.text()).toBe(200)
      }),
      { numRuns: 200 },
    )
    expect(Math.min(outcomes.taken, outcomes.refused)).toBeGreaterThan(20)
    await mailbox.stop()
  })
})
