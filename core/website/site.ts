import * as z from 'zod/mini'
import { slug } from '../names.ts'
import type { Visit } from './visit.ts'

const origin = z
  .string()
  .check(
    z.regex(
      /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
      'write an origin in lower case and without a path, like https://www.example.com',
    ),
    z.maxLength(300),
  )

const interests = z.array(slug).check(z.minLength(1), z.maxLength(5))
/** Each is kept of a lead by day: so many of all pages and searches together. */
const interestsAtMost = 40

/** What somebody shows interest in who opens these pages, or downloads something of that path. */
const taggedPages = z.strictObject({
  /** From its slash on; a `*` at the end stands for whatever follows. */
  path: z
    .string()
    .check(
      z.regex(
        /^\/[^?#*\s\p{Cc}]*\*?$/u,
        'write a path from its slash on, like /pricing or /products/*; * stands at its end alone',
      ),
      z.maxLength(500),
    ),
  interests,
})

/** What somebody shows interest in who searches for this. */
const taggedSearches = z.strictObject({
  /** One of these is in what was searched for, however it is capitalised. */
  words: z
    .array(
      z
        .string()
        .check(z.trim(), z.minLength(2, 'write two letters at least: less is in every search'), z.maxLength(60)),
    )
    .check(z.minLength(1), z.maxLength(50)),
  interests,
})

/** What marketing writes in `templates/sites/*.yaml`: a website whose pages may tell what their visitors do. */
export const site = z
  .strictObject({
    id: slug,
    /** Where its pages lie: nobody else's pages may send events. */
    origins: z.array(origin).check(z.minLength(1), z.maxLength(50)),
    pages: z.optional(z.array(taggedPages).check(z.maxLength(200))),
    searches: z.optional(z.array(taggedSearches).check(z.maxLength(100))),
  })
  .check(
    z.refine(({ origins }) => new Set(origins).size === origins.length, {
      path: ['origins'],
      message: 'an origin is named twice',
    }),
    z.refine(({ pages = [] }) => new Set(pages.map(({ path }) => path)).size === pages.length, {
      path: ['pages'],
      message: 'a path is named twice: put its interests into one list',
    }),
    z.refine(({ pages = [], searches = [] }) => distinct([...pages, ...searches]) <= interestsAtMost, {
      path: ['pages'],
      message: `there are more than ${interestsAtMost} interests in all: name what a mail or a file is for, too`,
    }),
  )
export type Site = z.infer<typeof site>

/** The site that this page belongs to; undefined for a page of any other website, and for what comes from no page at all. */
export function siteOf(sites: readonly Site[], origin: string | undefined): Site | undefined {
  return sites.find(({ origins }) => origin !== undefined && origins.includes(origin.toLowerCase()))
}

function distinct(tagged: readonly { readonly interests: readonly string[] }[]): number {
  return new Set(tagged.flatMap((one) => one.interests)).size
}

/** What somebody shows interest in who does this on a page of the site: by the path, and by what was searched for. In order, without repeats. */
export function interestsShownOn(
  { pages = [], searches = [] }: Pick<Site, 'pages' | 'searches'>,
  event: Visit,
): string[] {
  const visited = decoded(event.path)
  const query = event.type === 'site-searched' ? plain(event.query) : undefined
  const byPage = query === undefined ? pages.filter(({ path }) => isUnder(path, visited)) : []
  const bySearch =
    query === undefined ? [] : searches.filter(({ words }) => words.some((word) => query.includes(plain(word))))
  return [...new Set([...byPage, ...bySearch].flatMap((one) => one.interests))].sort()
}

function isUnder(pattern: string, path: string): boolean {
  const written = decoded(pattern)
  return written.endsWith('*') ? path.startsWith(written.slice(0, -1)) : path === written
}

/** Browsers say paths in per cent, people write them as they read them. */
function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
