import type { EmailClass } from './compiled-email.ts'
import { ownLinks } from './email-variables.ts'
import { decodeEntities } from './html-entities.ts'
import type { SourceProblem } from './problem.ts'

/**
 * What is wrong with the address of a link or an image, as Liquid source; undefined when nothing is. An address begins with a scheme that mail programs
 * open, or with a variable that holds an address by its name (`bookingUrl`).
 */
export function addressProblem(
  value: string,
  use: 'link' | 'image',
  mail: { class: EmailClass },
): Omit<SourceProblem, 'offset'> | undefined {
  const address = decodeEntities(value)
    .replace(/\{%.*?%\}/gs, '')
    .replace(/\p{Cc}/gu, '')
    .trim()
  if (address === '') return error(`the ${use} has no address`, 'write one that begins with https://')
  const first = /^\{\{-?\s*([\w.]*)[^}]*\}\}/.exec(address)
  if (first) {
    const name = first[1] ?? ''
    if (ownLinks.some((one) => one === name) || /url$/i.test(name)) return undefined
    return error(
      `an address can't begin with ${name || 'this'}`,
      mail.class === 'staff'
        ? 'give it a name that ends in Url'
        : 'write the beginning of the address out, or use a variable whose name ends in Url',
    )
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(/\s/g, ''))?.[1]?.toLowerCase()
  if (scheme === undefined) {
    if (use === 'link' && address.startsWith('#')) return undefined
    return error('this address leads nowhere from a mail', 'begin it with https://')
  }
  if (['javascript', 'vbscript', 'data'].includes(scheme)) {
    return error(`a mail can't hold ${scheme}: addresses`, 'begin it with https://')
  }
  const allowed = use === 'image' ? ['https', 'http'] : ['https', 'http', 'mailto', 'tel', 'sms']
  if (!allowed.includes(scheme)) return error(`mail programs don't open ${scheme}: addresses`, 'begin it with https://')
  if (/\{\{(?![^}]*url_encode)[^}]*\}\}/.test(address) && !/\{\{-?\s*\w*url\s*-?\}\}/i.test(address)) {
    return warning('a value with spaces or signs breaks this address', 'add "| url_encode" to the variable in it')
  }
  if (scheme === 'http') return warning('this address is not encrypted', 'begin it with https://')
  return undefined
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
