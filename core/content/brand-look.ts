import * as z from 'zod/mini'
import { contrastOf, leastContrast } from './contrast.ts'
import type { ContentProblem, Finding } from './problem.ts'
import { located, readYaml } from './read-yaml.ts'
import { brandFile } from './shared-files.ts'

const likeColor = 'write a colour like "#1f6f4a", in quotes: # begins a comment without them'
const color = z.string(likeColor).check(z.regex(/^#[0-9a-fA-F]{6}$/, likeColor))
const address = z
  .string()
  .check(z.regex(/^https:\/\/[^\s"'<>{}]{1,500}$/, 'write an address that begins with https://'))
const fonts = z.string().check(
  z.regex(/^[A-Za-z0-9 ,'-]{1,300}$/, "write names of fonts like Georgia, 'Times New Roman', serif"),
  z.refine((names) => names.split("'").length % 2 === 1, 'a quote is not closed'),
)

function colors<Names extends Record<string, string>>(defaults: Names) {
  return z.prefault(
    z.strictObject({
      ground: z._default(color, defaults.ground as string),
      paper: z._default(color, defaults.paper as string),
      text: z._default(color, defaults.text as string),
      quiet: z._default(color, defaults.quiet as string),
      line: z._default(color, defaults.line as string),
      accent: z._default(color, defaults.accent as string),
      'on-accent': z._default(color, defaults['on-accent'] as string),
      tint: z._default(color, defaults.tint as string),
    }),
    {},
  )
}

/** How the company looks in its mails: what marketing writes in `templates/brand.yaml`. Its name and postal address are not here, they stand in `infra/config.ts`. */
export const brandLook = z.strictObject({
  logo: z.optional(
    z.strictObject({
      src: address,
      alt: z.string().check(z.trim(), z.minLength(1, 'say whose logo it is'), z.maxLength(200)),
      width: z.int().check(z.gte(16), z.lte(510)),
      link: z.optional(address),
    }),
  ),
  colors: colors({
    ground: '#eef1ec',
    paper: '#ffffff',
    text: '#1b2420',
    quiet: '#5b6963',
    line: '#d9e0da',
    accent: '#1f6f4a',
    'on-accent': '#ffffff',
    tint: '#f0f4f0',
  }),
  dark: colors({
    ground: '#101412',
    paper: '#1a201d',
    text: '#e8ede9',
    quiet: '#9dada4',
    line: '#35403a',
    accent: '#7fd0a6',
    'on-accent': '#0e2317',
    tint: '#242c28',
  }),
  fonts: z.prefault(
    z.strictObject({
      text: z._default(
        fonts,
        "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
      ),
      headings: z._default(
        fonts,
        "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, 'Times New Roman', serif",
      ),
      'right-to-left': z._default(fonts, "Vazirmatn, 'Noto Sans Arabic', Tahoma, 'Segoe UI', sans-serif"),
    }),
    {},
  ),
})
export type BrandLook = z.infer<typeof brandLook>
export type Colors = BrandLook['colors']

/** The look of mails where nobody has written one. */
export const defaultLook: BrandLook = brandLook.parse({})

interface ReadLook {
  readonly look: BrandLook
  readonly problems: readonly ContentProblem[]
}

/** All mails of a folder have the same one. */
let latest: { text: string; read: ReadLook } | undefined

/** The look that a `brand.yaml` gives; the one of everybody where it has none or can't be read, which is among the problems. */
export function readLook(text: string | undefined): ReadLook {
  if (text === undefined) return { look: defaultLook, problems: [] }
  if (latest?.text === text) return latest.read
  const read = readYaml(text, brandLook, { file: brandFile })
  const made =
    read.value === undefined
      ? { look: defaultLook, problems: read.problems }
      : { look: read.value, problems: located(contrastFindings(read.value), brandFile, read.locate) }
  latest = { text, read: made }
  return made
}

/** What is read on what. */
const readOn: readonly (readonly [keyof Colors, keyof Colors, string])[] = [
  ['text', 'paper', 'the text of the letter'],
  ['text', 'ground', 'the company’s name above the letter'],
  ['quiet', 'ground', 'what stands below the letter'],
  ['quiet', 'paper', 'a quotation'],
  ['accent', 'paper', 'a link'],
  ['on-accent', 'accent', 'the text of a button'],
  ['text', 'tint', 'code'],
]

function contrastFindings(look: BrandLook): Finding[] {
  return (['colors', 'dark'] as const).flatMap((mode) =>
    readOn.flatMap(([front, back, what]): Finding[] => {
      const contrast = contrastOf(look[mode][front], look[mode][back])
      if (contrast >= leastContrast) return []
      return [
        {
          path: [mode, front],
          severity: 'warning',
          message: `${what} is hard to read: ${front} on ${back} has a contrast of ${contrast.toFixed(1)}, and ${leastContrast} is needed`,
          mend: 'make one of them darker or lighter',
        },
      ]
    }),
  )
}
