import { domainToASCII, domainToUnicode } from 'node:url'
import type { EmailRefusal } from './email-refusals.ts'

export type ReadAddress = { readonly address: string } | { readonly refused: EmailRefusal }

const longestLocalPart = 64
const longestAddress = 254
/** What is longer can't be an address; domains are not worked on beyond it. */
const longestInput = 1_000

/** A dot-atom's characters (RFC 5321), and for a local part in another script its letters, marks, digits and signs (RFC 6531). */
const atom = /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|(?!\p{ASCII})[\p{L}\p{M}\p{N}\p{P}\p{S}])+$/u
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const longestDomain = 253
/** Letters, marks, digits, hyphens, the full stops of all scripts and the joiners: what else a URL's host may be written with is no domain of an address. */
const domainText = /^[\p{L}\p{M}\p{N}.\-\u3002\uff0e\uff61\u200c\u200d]+$/u

/**
 * Reads an email address into its one canonical form, which decides identity and never changes: trimmed, NFC, domain in lower-case A-labels, local part
 * lower-cased, nothing folded. Answers why it is refused otherwise; never throws.
 */
export function readEmailAddress(given: string): ReadAddress {
  const text = given.trim().normalize('NFC')
  if (text === '') return { refused: 'missing' }
  if (text.length > longestInput) return { refused: 'too-long' }
  if (!text.isWellFormed()) return { refused: 'characters' }
  const at = text.lastIndexOf('@')
  if (at < 0) return { refused: 'no-at' }
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)]
  const refused = whyNotLocal(local)
  if (refused) return { refused }
  const ascii = readDomain(domain)
  if (typeof ascii !== 'string') return ascii
  // Well-formed (RFC 6531), but SES has no SMTPUTF8: it could never be mailed.
  if (!/^\p{ASCII}*$/u.test(local)) return { refused: 'local-part-not-ascii' }
  const address = `${local.toLowerCase()}@${ascii}`
  return address.length > longestAddress ? { refused: 'too-long' } : { address }
}

function whyNotLocal(local: string): EmailRefusal | undefined {
  if (local === '') return 'no-local-part'
  if (local.startsWith('"')) return 'quoted'
  if (local.includes('@')) return 'several-at'
  const atoms = local.split('.')
  if (atoms.some((one) => one === '')) return 'dots'
  if (!atoms.every((one) => atom.test(one))) return 'characters'
  return Buffer.byteLength(local) > longestLocalPart ? 'local-part-too-long' : undefined
}

function readDomain(domain: string): string | { refused: EmailRefusal } {
  if (domain === '') return { refused: 'no-domain' }
  // Node's own IDNA processing (UTS #46, not transitional, with the rules for joiners and directions); empty when it is no domain.
  const ascii = domainText.test(domain) ? domainToASCII(domain) : ''
  const labels = ascii.split('.')
  const last = labels.at(-1) ?? ''
  if (ascii.length > longestDomain || !labels.every((one) => label.test(one))) return { refused: 'domain' }
  // What only looks like an A-label stands for no name.
  if (/(^|\.)xn--/.test(domainToUnicode(ascii))) return { refused: 'domain' }
  if (labels.length === 1) return { refused: 'domain-incomplete' }
  if (last.length < 2 || /^\d+$/.test(last)) return { refused: 'domain' }
  return ascii
}
