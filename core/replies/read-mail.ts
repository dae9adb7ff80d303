import PostalMime, { type Address, type Email, type Mailbox } from 'postal-mime'
import type { ReceivedMail } from './received-mail.ts'
import { scanVerdict } from './scan-verdict.ts'

/** So much of a mail is read: what a person wrote stands at its beginning, before what hangs on it. */
export const readAtMostBytes = 2 * 1024 * 1024
/** As many lines as so much of an attachment has, and half as many more: each costs the parser 20 µs. */
const linesAtMost = 40_000

/** A mail of more parts, deeper ones or longer heads is made to be a burden: programs that people write with stay far below. */
const boundariesAtMost = 1_000
const depthAtMost = 20
const headerBytesAtMost = 256 * 1024

const textAtMost = 200_000
const attachmentsAtMost = 50
const recipientsAtMost = 100
const nameAtMost = 200

/** A mail that nobody can read, or that is made to be a burden; says why, and never what stands in it. */
export class UnreadableMail extends Error {
  constructor(why: string) {
    super(`the mail can't be read: ${why}`)
    this.name = 'UnreadableMail'
  }
}

/** Reads a raw mail (RFC 5322 and MIME); only its beginning counts ({@link readAtMostBytes}). Throws {@link UnreadableMail}. */
export async function readMail(raw: Uint8Array, wholeBytes = raw.length): Promise<ReceivedMail> {
  const { bytes, boundaries } = beginningOf(raw.subarray(0, readAtMostBytes))
  if (boundaries > boundariesAtMost) throw new UnreadableMail('it has too many parts')
  const mail = await parsed(bytes)
  const headers = headersOf(mail)
  return {
    from: mailboxesOf(mail.from)[0],
    recipients: recipientsOf(mail, headers),
    subject: (mail.subject ?? '').slice(0, 1_000),
    messageId: mail.messageId,
    headers,
    verdict: scanVerdict(mail.headers),
    text: (await textOf(mail)).slice(0, textAtMost),
    attachments: mail.attachments.slice(0, attachmentsAtMost).map(({ filename, mimeType, content }) => ({
      name: (filename ?? mimeType).slice(0, nameAtMost),
      bytes: typeof content === 'string' ? content.length : content.byteLength,
    })),
    isCut: wholeBytes > bytes.length,
  }
}

async function parsed(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, {
      maxNestingDepth: depthAtMost,
      maxHeadersSize: headerBytesAtMost,
      // A mail inside the mail is not what its sender says.
      forceRfc822Attachments: true,
    })
  } catch {
    // The parser's own words may repeat some of the mail.
    throw new UnreadableMail('its parts are too deep or its heads too long')
  }
}

const [newLine, dash] = [10, 45]

/** The lines that are read, and how many of them begin with two dashes, as those between parts do. */
function beginningOf(bytes: Uint8Array): { bytes: Uint8Array; boundaries: number } {
  let [boundaries, lines] = [0, 1]
  let at = bytes.indexOf(newLine)
  while (at >= 0) {
    if (lines >= linesAtMost) return { bytes: bytes.subarray(0, at + 1), boundaries }
    if (bytes[at + 1] === dash && bytes[at + 2] === dash) boundaries += 1
    lines += 1
    at = bytes.indexOf(newLine, at + 1)
  }
  return { bytes, boundaries }
}

function headersOf({ headers }: Email): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>()
  for (const { key, value } of headers) all.set(key, [...(all.get(key) ?? []), value.replace(/[\r\n]+\s*/g, ' ')])
  return all
}

function mailboxesOf(...addresses: (Address | undefined)[]): Mailbox[] {
  return addresses
    .flatMap((one) => (one === undefined ? [] : (one.group ?? [one])))
    .filter(({ address }) => address.includes('@'))
    .map(({ name, address }) => ({ name, address }))
}

/** To, Cc, and what servers on the way wrote down: a reply may come by a copy that no head names. */
function recipientsOf(mail: Email, headers: ReadonlyMap<string, readonly string[]>): string[] {
  const named = mailboxesOf(...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])).map(({ address }) => address)
  const noted = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers.get(name) ?? [])
  const received = (headers.get('received') ?? []).flatMap(
    (line) => /\bfor\s+<?([^\s<>;]+@[^\s<>;]+)/.exec(line)?.[1] ?? [],
  )
  return [...new Set([...named, ...noted.map((one) => one.replace(/[<>\s]/g, '')), ...received])].slice(
    0,
    recipientsAtMost,
  )
}

async function textOf({ text, html }: Email): Promise<string> {
  if (text !== undefined && text.trim() !== '') return text
  return html === undefined ? '' : (await import('./text-of-mail.ts')).textOfMail(html.slice(0, textAtMost * 5))
}
