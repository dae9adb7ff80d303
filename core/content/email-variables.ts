import type { EmailClass } from './compiled-email.ts'
import { nearestName } from './nearest-name.ts'

/** What every mail to a lead may say of the company. */
export const brandNames = ['company', 'postalAddress'] as const

/** Says to the website who comes by a link: `https://www.example.com/prices#ripen={{ visitSign }}`. */
export const visitSign = 'visitSign'

/** Links to gated files: `{{ files.white-paper }}`. */
const files = 'files'

/** Links to forms that do not ask their reader again: `{{ forms.demo-request }}`. */
const forms = 'forms'

/** Variables that Ripen gives, by class of mail: "a confirmation mail may use nothing but brand, confirmUrl and locale". */
const given: Readonly<Record<EmailClass, readonly string[]>> = {
  marketing: ['brand', 'locale', 'unsubscribeUrl', 'preferencesUrl', visitSign, files, forms],
  transactional: ['brand', 'locale', 'preferencesUrl', files, forms],
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
  files,
  forms,
  'forloop',
  'true',
  'false',
  'nil',
  'null',
  'empty',
  'blank',
])

/** What a mail may use: what its class is given, what it declares, and the gated files that there are, where that is known. */
export interface MailVariables {
  readonly class: EmailClass
  readonly declared: ReadonlySet<string>
  readonly files?: ReadonlySet<string> | undefined
  /** The forms that there are, where that is known. */
  readonly forms?: ReadonlySet<string> | undefined
}

/** Why a mail of this class can't use the variable with this path (`firstName`, `brand.company`); undefined when it can. */
export function reasonNotToUse(
  path: readonly (string | number)[],
  mail: MailVariables,
): { message: string; mend: string } | undefined {
  const [root, member] = path
  const name = path.join('.')
  if (typeof root !== 'string') return { message: 'this is no variable', mend: 'name a variable' }
  if (mail.declared.has(root) && mail.class !== 'confirmation') return undefined
  if (given[mail.class].includes(root)) {
    if (root === files || root === forms) return reasonNotToLink(root, path, mail[root])
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

/** What a mail links to by an id: how it is written, where one lies, and how it is said that there is none. */
const linked = {
  files: {
    is: 'no link to a file',
    name: 'name one file: {{ files.white-paper }}',
    place: (id: string) => `files/${id}/file.yaml`,
    none: (id: string) => `there is no file "${id}"`,
  },
  forms: {
    is: 'no link to a form',
    name: 'name one form: {{ forms.white-paper }}',
    place: (id: string) => `forms/${id}.yaml`,
    none: (id: string) => `there is no form "${id}" to link to`,
  },
} as const

function reasonNotToLink(
  kind: keyof typeof linked,
  path: readonly (string | number)[],
  there: ReadonlySet<string> | undefined,
): { message: string; mend: string } | undefined {
  const { is, name, place, none } = linked[kind]
  const [, id] = path
  if (path.length !== 2 || typeof id !== 'string' || id === '*')
    return { message: `${path.join('.')} is ${is}`, mend: name }
  if (!there || there.has(id)) return undefined
  const near = nearestName(id, there)
  return { message: none(id), mend: near === undefined ? `write ${place(id)} first` : `did you mean ${kind}.${near}?` }
}
