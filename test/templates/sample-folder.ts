import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { emailFrontMatter } from '../../core/content/email-front-matter.ts'
import { splitFrontMatter } from '../../core/content/front-matter.ts'
import { type ContentValue, contentSchemas, type YamlType } from '../../core/content/schemas.ts'
import { referenceFor } from '../../core/files/stored-bytes.ts'

export const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'templates')

/** Every file of the folder by its path, as `ripen check` reads it. */
export const folderFiles = Object.fromEntries(
  globSync('**/*.{yaml,md,mjml,liquid,pdf}', { cwd: folder }).map((path) => {
    const bytes = readFileSync(join(folder, path))
    return [path, referenceFor(path, bytes) ?? bytes.toString('utf8')]
  }),
)

/** The languages that every sample is written in. */
export const locales = ['en', 'ru', 'fa'] as const

/** Every sample of a type, by id. */
export function samples<Type extends YamlType>(type: Type): { id: string; value: ContentValue<Type> }[] {
  const pattern = type === 'funnel' ? 'funnel.yaml' : `${type}/*.yaml`
  return globSync(pattern, { cwd: folder }).map((path) => ({
    id: basename(path, '.yaml'),
    value: contentSchemas[type].parse(parse(readFileSync(join(folder, path), 'utf8'))) as ContentValue<Type>,
  }))
}

export function sample<Type extends YamlType>(type: Type, id: string): ContentValue<Type> {
  const found = samples(type).find((one) => one.id === id)
  if (!found) throw new Error(`templates/${type} has no ${id}`)
  return found.value
}

/** Every sample mail in every language, its front matter read. */
export const mails = globSync('emails/*/*', { cwd: folder }).map((path) => {
  const [, id = '', file = ''] = path.split('/')
  const [locale = '', format = ''] = file.split('.')
  const text = readFileSync(join(folder, path), 'utf8')
  const parts = splitFrontMatter(text)
  if (!parts) throw new Error(`${path} has no front matter`)
  return {
    id,
    locale,
    format,
    path,
    text,
    front: emailFrontMatter.parse(parse(parts.frontMatter)),
    body: parts.body,
  }
})
export type SampleMail = (typeof mails)[number]

export const mailIds = [...new Set(mails.map(({ id }) => id))]
