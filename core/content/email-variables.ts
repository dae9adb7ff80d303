import type { EmailClass } from './compiled-email.ts'

/** What every mail to a lead may say of the company. */
export const brandNames = ['company', 'postalAddress'] as const

/** Says to the website who comes by a link: `https://www.example.com/prices#ripen={{ visitSign }}`. */
export const visitSign = 'visitSign'

/** Variables that Ripen gives, by class of mail: "a confirmation mail may use nothing but brand, confirmUrl and locale". */
const given: Readonly<Record<EmailClass, readonly string[]>> = {
  marketing: ['brand', 'locale', 'unsubscribeUrl', 'preferencesUrl', visitSign],
  transactional: ['brand', 'locale', 'preferencesUrl'],
  confirmation: ['brand', 'locale', 'confirmUrl'],
  staff: [],
}

/** Links that Ripen makes itself, so that they may begin an address. */
export const ownLinks = ['unsubscribeUrl', 'preferencesUrl', 'confirmUrl'] as const

/** Names that can't be declared, since they are given or mean something else. */
export const reservedNames: ReadonlySet<string> = new Set([
  'brand',
  'locale',
  ...ownLinks,
  'imagesUrl',
  visitSign,
  'forloop',
  'true',
  'false',
  'nil',
  'null',
  'empty',
  'blank',
])

/** Why a mail of this class can't use the variable with this path (`firstName`, `brand.company`); undefined when it can. */
export function reasonNotToUse(
  path: readonly (string | number)[],
  mail: { class: EmailClass; declared: ReadonlySet<string> },
): { message: string; mend: string } | undefined {
  const [root, member] = path
  const name = path.join('.')
  if (typeof root !== 'string') return { message: 'this is no variable', mend: 'name a variable' }
  if (mail.declared.has(root) && mail.class !== 'confirmation') return undefined
  if (given[mail.class].includes(root)) {
    if (root !== 'brand') return undefined
    if (path.length === 2 && brandNames.some((one) => one === member)) return undefined
    return { message: `there is no ${name}`, mend: `use ${brandNames.map((one) => `brand.${one}`).join(' or ')}` }
  }
  if (mail.class === 'confirmation') {
    return {
      message: `a confirmation mail can't use ${name}`,
      mend: 'use brand.company, brand.postalAddress, confirmUrl and locale alone: it holds nothing that somebody typed',
    }
  }
  if (reservedNames.has(root)) {
    return { message: `a ${mail.class} mail has no ${name}`, mend: 'leave it out' }
  }
  return {
    message: `the variable ${root} is not declared`,
    mend: `add it to "variables" in the front matter with a default, for example ${root}: ""`,
  }
}
