import type { EmailClass } from './compiled-email.ts'
import { ownLinks } from './email-variables.ts'
import { decodeEntities } from './html-entities.ts'
import { type MailImages, ownImage } from './mail-images.ts'
import type { SourceProblem } from './problem.ts'

/**
 * What is wrong with the address of a link or an image, as Liquid source; undefined when nothing is. An address begins with a scheme that mail programs
 * open, or with a variable that holds an address by its name (`bookingUrl`); what follows has the form that the scheme asks for. Nothing is fetched. `places`: the ids in the mail,
 * which `#id` leads to.
 */
export function addressProblem(
  value: string,
  use: 'link' | 'image',
  mail: { class: EmailClass; places?: ReadonlySet<string>; images?: MailImages },
): Omit<SourceProblem, 'offset'> | undefined {
  const address = decodeEntities(value)
    .replace(/\{%.*?%\}/gs, '')
    .replace(/\p{Cc}/gu, '')
    .trim()
  if (address === '') return error(`the ${use} has no address`, 'write one that begins with https://')
  const first = /^\{\{-?\s*([\w.]*)[^}]*\}\}/.exec(address)
  if (first) {
    const name = first[1] ?? ''
    if (ownLinks.some((one) => one === name) || /url$|^(files|forms)\./i.test(name)) return undefined
    return error(
      `an address can't begin with ${name || 'this'}`,
      mail.class === 'staff'
        ? 'give it a name that ends in Url'
        : 'write the beginning of the address out, or use a variable whose name ends in Url',
    )
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(/\s/g, ''))?.[1]?.toLowerCase()
  if (scheme === undefined) {
    const own = use === 'image' ? ownImage(address) : undefined
    if (own !== undefined) return imageThere(own, mail.images)
    if (use === 'link' && address.startsWith('#')) return placeProblem(address.slice(1), mail.places)
    return error('this address leads nowhere from a mail', 'begin it with https://')
  }
  if (['javascript', 'vbscript', 'data'].includes(scheme)) {
    return error(`a mail can't hold ${scheme}: addresses`, 'begin it with https://')
  }
  const allowed = use === 'image' ? ['https', 'http'] : ['https', 'http', 'mailto', 'tel', 'sms']
  if (!allowed.includes(scheme)) return error(`mail programs don't open ${scheme}: addresses`, 'begin it with https://')
  const malformed = formProblem(scheme, address)
  if (malformed) return malformed
  // Whom to write to or call stands as it is: an encoded @ or + is another address.
  const encoded = ['mailto', 'tel', 'sms'].includes(scheme) ? address.replace(/^[^?]*/, '') : address
  // A sign is made of letters, digits and dots.
  const odd = encoded.replace(/#ripen=\{\{-?\s*visitSign\s*-?\}\}$/, '')
  if (/\{\{(?![^}]*url_encode)[^}]*\}\}/.test(odd) && !/\{\{-?\s*\w*url\s*-?\}\}/i.test(encoded)) {
    return warning('a value with spaces or signs breaks this address', 'add "| url_encode" to the variable in it')
  }
  if (scheme === 'http') return warning('this address is not encrypted', 'begin it with https://')
  return undefined
}

function imageThere(name: string, images: MailImages | undefined) {
  if (images?.has(name)) return undefined
  return error(`there is no image "images/${name}"`, 'put it into the folder images/ beside the mail; case counts')
}

function placeProblem(id: string, places: ReadonlySet<string> = new Set()) {
  if (id === '' || id.includes('{{') || places.has(id)) return undefined
  return error(
    `there is no place "${id}" in this mail`,
    `give an element id="${id}", or begin the address with https://`,
  )
}

/** What can be told from the address alone; a value in it may be anything. */
function formProblem(scheme: string, address: string): Omit<SourceProblem, 'offset'> | undefined {
  if (scheme === 'mailto') return recipientsProblem(address)
  // So many digits that a value alone is a number that can be called.
  const given = address.replace(/\{\{.*?\}\}/gs, '11')
  const rest = given.slice(given.indexOf(':') + 1)
  if (scheme === 'tel' || scheme === 'sms') {
    const [numbers = ''] = rest.split(/[;?]/)
    const each = scheme === 'sms' ? numbers.split(',') : [numbers]
    if (each.every((number) => /^\s*\+?[\d\s().-]{2,}$/.test(number))) return undefined
    return error('this is no telephone number', `write it with its country, like ${scheme}:+4930123456`)
  }
  if (/\s/.test(given)) return error('an address has no spaces', 'write %20 for each, or take them out')
  if (!/^\/\/[^/]/.test(rest) || !URL.canParse(given)) {
    return error('this address is not complete', 'write it like https://www.example.com/page')
  }
  return hostProblem(new URL(given).hostname)
}

/** Several are parted by commas; without any, the reader chooses to whom (RFC 6068). */
function recipientsProblem(address: string): Omit<SourceProblem, 'offset'> | undefined {
  const [recipients = '', query] = address
    .replace(/\{\{.*?\}\}/gs, aValue)
    .replace(/^[^:]*:/, '')
    .split('?')
  if (recipients === '' && query) return undefined
  const isAddress = (one: string) =>
    one.includes(aValue) ? /^[^\s@]*@?[^\s@]*$/.test(one) : /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(one)
  if (recipients.split(',').every(isAddress)) return undefined
  return /\s/.test(recipients)
    ? error('an address has no spaces', 'take them out, also after a comma')
    : error('there is no address to write to', 'write it like mailto:hello@example.com')
}

/** Stands for what Liquid puts into an address; nobody writes it. */
const aValue = '\u0001'

function hostProblem(host: string): Omit<SourceProblem, 'offset'> | undefined {
  if (/^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])$/.test(host) || host.endsWith('.localhost')) {
    return error('this address leads to the reader’s own machine', 'write the address of the website')
  }
  // A name within brackets or of digits alone is an IP address; any other name on the internet has a dot, and something on both sides of it.
  if (host.startsWith('[') || /^[^.]+(\.[^.]+)+$/.test(host)) return undefined
  return error(`"${host}" is no name of a website`, 'write it like www.example.com')
}

/** Half of all readers don't load images. */
export const withoutAlt = {
  severity: 'warning',
  message: 'this image has no words for those who don’t see it',
  mend: 'say in its alt text what it shows; leave it empty on purpose with alt=" "',
} as const

function error(message: string, mend: string): Omit<SourceProblem, 'offset'> {
  return { severity: 'error', message, mend }
}

function warning(message: string, mend: string): Omit<SourceProblem, 'offset'> {
  return { severity: 'warning', message, mend }
}
