import type { Touch } from '../leads/lead.ts'

/** UTM parameters as touches name them. */
const utm = {
  source: 'utm_source',
  medium: 'utm_medium',
  campaign: 'utm_campaign',
  term: 'utm_term',
  content: 'utm_content',
} as const

/** Fields that a form post may carry beside the form's own: where the visitor came from. */
export const attributionFields = [...Object.values(utm), 'referrer', 'page'] as const
export type AttributionField = (typeof attributionFields)[number]

/** Longest values taken, in characters: a UTM parameter, an address. */
export const longestAttribution = { utm: 500, url: 8_000 } as const

/** All that a post tells of where its visitor came from. */
export interface Came {
  readonly at: string
  readonly form: string
  /** What the post itself says. */
  readonly told: Readonly<Partial<Record<AttributionField, string>>>
  /** Query parameters of the post's own address. */
  readonly query: Readonly<Record<string, string>>
  /** The page that posted, as the browser's Referer header names it. */
  readonly referer?: string | undefined
}

/**
 * The touch of one post. UTM parameters are looked for in the post, in the query of its address, in that of the page with the form, and in that of the
 * page before it; the first that has one counts. Addresses are kept without query and fragment, which may hold personal data.
 */
export function touchOf(came: Came): Touch {
  const page = came.told.page ?? came.referer
  const places = [came.told, came.query, queryOf(page), queryOf(came.referer), queryOf(came.told.referrer)]
  const found = Object.entries(utm).map(([name, parameter]) => [
    name,
    places.map((place) => parameterOf(place, parameter)).find((value) => value !== undefined),
  ])
  return {
    at: came.at,
    form: came.form,
    ...Object.fromEntries(found.filter(([, value]) => value !== undefined)),
    ...(came.told.referrer && { referrer: withoutQuery(came.told.referrer) }),
    ...(page && { page: withoutQuery(page) }),
  }
}

function parameterOf(place: Readonly<Record<string, string | undefined>>, parameter: string): string | undefined {
  const value = Object.hasOwn(place, parameter) ? place[parameter]?.trim() : undefined
  // Nothing that long is a campaign's name: it is no attribution.
  return value && value.length <= longestAttribution.utm ? value : undefined
}

function queryOf(url: string | undefined): Record<string, string> {
  const query = url?.split('#')[0]?.split('?').slice(1).join('?') ?? ''
  return Object.fromEntries(new URLSearchParams(query))
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? ''
}
