import * as z from 'zod/mini'
import { slug } from '../names.ts'

const origin = z
  .string()
  .check(
    z.regex(
      /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
      'write an origin in lower case and without a path, like https://www.example.com',
    ),
    z.maxLength(300),
  )

/** What marketing writes in `templates/sites/*.yaml`: a website whose pages may tell what their visitors do. */
export const site = z
  .strictObject({
    id: slug,
    /** Where its pages lie: nobody else's pages may send events. */
    origins: z.array(origin).check(z.minLength(1), z.maxLength(50)),
  })
  .check(
    z.refine(({ origins }) => new Set(origins).size === origins.length, {
      path: ['origins'],
      message: 'an origin is named twice',
    }),
  )
export type Site = z.infer<typeof site>

/** The site that this page belongs to; undefined for a page of any other website, and for what comes from no page at all. */
export function siteOf(sites: readonly Site[], origin: string | undefined): Site | undefined {
  return sites.find(({ origins }) => origin !== undefined && origins.includes(origin.toLowerCase()))
}
