import * as z from 'zod'
import { AwsError } from '../aws-error.ts'
import type { MailSettings } from './mail-settings.ts'

const charsetData = z.object({ Data: z.string().min(1), Charset: z.string().optional() })

/** SES allows printable ASCII in names and values of headers, and so much of each. */
const header = z.object({
  Name: z.string().regex(/^[!-9;-~]{1,126}$/, 'a header name is printable ASCII'),
  Value: z.string().regex(/^[ -~]{1,870}$/, 'a header value is printable ASCII of 870 characters at most'),
})

const tag = z.object({
  Name: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, 'tag names are ASCII letters, digits, _ and -'),
  Value: z.string().regex(/^[A-Za-z0-9_.@-]{1,256}$/, 'tag values are ASCII letters, digits, _, -, . and @'),
})

/** SendEmail's input as far as it is honoured: `Simple` content to addresses. */
const sendRequest = z.strictObject({
  ConfigurationSetName: z.string().optional(),
  Content: z.strictObject({
    Simple: z.strictObject({
      Body: z
        .strictObject({ Html: charsetData.optional(), Text: charsetData.optional() })
        .refine(({ Html, Text }) => Html || Text, 'there is no body'),
      Headers: z.array(header).max(15).optional(),
      Subject: charsetData,
    }),
  }),
  Destination: z.strictObject({
    BccAddresses: z.array(z.string()).optional(),
    CcAddresses: z.array(z.string()).optional(),
    ToAddresses: z.array(z.string()).optional(),
  }),
  EmailTags: z.array(tag).max(50).optional(),
  FromEmailAddress: z.string(),
  ReplyToAddresses: z.array(z.string()).optional(),
})
export type SendRequest = z.output<typeof sendRequest>

const mostRecipients = 50
const largestMail = 40 * 1024 * 1024

/**
 * Reads SendEmail's input and refuses what SES refuses; throws {@link AwsError} (BadRequestException, MessageRejected, NotFoundException).
 * Answers the request with the configuration set that counts: its own, or the sender's.
 */
export function readSendRequest(body: unknown, settings: MailSettings): SendRequest {
  const parsed = sendRequest.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw bad(`${issue?.path.join('.')}: ${issue?.message}`)
  }
  const request = parsed.data
  if (Buffer.byteLength(JSON.stringify(request)) > largestMail) throw bad('Message length is more than 41943040 bytes.')
  const recipients = recipientsOf(request)
  if (recipients.length === 0) throw bad('There must be at least one recipient.')
  if (recipients.length > mostRecipients) throw bad(`Recipient count exceeds ${mostRecipients}.`)
  for (const address of [...recipients, ...(request.ReplyToAddresses ?? []), request.FromEmailAddress])
    checkAddress(address)
  const sender = identityOf(addressOf(request.FromEmailAddress), settings)
  if (!sender)
    throw new AwsError(
      'MessageRejected',
      'Email address is not verified. The sender is no identity of the stack, nor of its domain.',
    )
  const set = request.ConfigurationSetName ?? sender.configurationSet
  if (set !== undefined && !settings.configurationSets.some(({ name }) => name === set))
    throw new AwsError('NotFoundException', `Configuration set <${set}> does not exist.`, 404)
  return { ...request, ...(set !== undefined && { ConfigurationSetName: set }) }
}

export function recipientsOf({ Destination }: SendRequest): string[] {
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination
  return [...ToAddresses, ...CcAddresses, ...BccAddresses]
}

/** `Name <a@b.example>` or `a@b.example` without the name. */
export function addressOf(mailbox: string): string {
  return /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim()
}

/** SES has no SMTPUTF8: the local part is ASCII and the domain goes as A-labels; so does a name go encoded (RFC 2047). */
function checkAddress(mailbox: string): void {
  const address = addressOf(mailbox)
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (at < 1 || domain === '') throw bad("Missing final '@domain'")
  if (!/^[!-~]+$/.test(local)) throw bad('Local address contains control, whitespace or non-ASCII characters')
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(domain))
    throw bad('Domain contains illegal character')
  if (!/^[ -~]*$/.test(mailbox)) throw bad('The display name contains non-ASCII characters')
  if (address.length > 320) throw bad('The address is too long')
}

/** The verified identity that lets this address send: itself, its domain or a domain above. */
function identityOf(address: string, { identities }: MailSettings) {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return identities.find(({ name }) =>
    name.includes('@') ? name.toLowerCase() === address.toLowerCase() : domain === name || domain.endsWith(`.${name}`),
  )
}

function bad(message: string): AwsError {
  return new AwsError('BadRequestException', message)
}
