import type { Fact } from '../core/scoring/engagement.ts'
import type { Score, ScorePart } from '../core/scoring/score.ts'

/** The model of the benchmark: ten rules about who, ten about what. */
export const benchModel = {
  id: 'bench',
  fit: [
    { id: 'decides', when: { jobTitle: { contains: ['director', 'head of', 'chief'] } }, points: 15 },
    { id: 'prepares', when: { jobTitle: { contains: ['manager', 'lead'] } }, points: 8 },
    { id: 'learns', when: { jobTitle: { contains: ['student', 'intern'] } }, points: -30 },
    { id: 'home', when: { industry: ['retail', 'manufacturing'] }, points: 10 },
    { id: 'near', when: { industry: ['wholesale', 'logistics'] }, points: 5 },
    { id: 'large', when: { employees: { 'at-least': 250 } }, points: 10 },
    { id: 'middle', when: { employees: { 'at-least': 50, 'at-most': 249 } }, points: 5 },
    { id: 'served', when: { country: ['DE', 'AT', 'CH', 'RU', 'KZ', 'IR'] }, points: 5 },
    { id: 'bought', when: { customer: true }, points: 3 },
    { id: 'abroad', when: { country: { 'not-in': ['DE', 'RU'] } }, points: -2 },
  ],
  engagement: [
    { id: 'asked', on: 'form-submitted', points: 10, cap: 20 },
    { id: 'demo', on: 'form-submitted', where: { form: 'demo-request' }, points: 40, cap: 40 },
    { id: 'clicks', on: 'email-clicked', points: 5, 'half-life': '30d', cap: 25 },
    { id: 'case', on: 'email-clicked', where: { template: ['case-study', 'case-study-retail'] }, points: 3, cap: 9 },
    {
      id: 'pricing',
      on: 'page-visited',
      where: { path: { 'starts-with': '/pricing' } },
      points: 10,
      'half-life': '14d',
    },
    {
      id: 'docs',
      on: 'page-visited',
      where: { path: { 'starts-with': '/docs' } },
      points: 1,
      'half-life': '7d',
      cap: 5,
    },
    { id: 'downloads', on: 'content-downloaded', points: 5, 'half-life': '30d', cap: 15 },
    { id: 'searches', on: 'site-searched', points: 2, 'half-life': '14d', cap: 6 },
    { id: 'left', on: 'consent-withdrawn', points: -20, 'half-life': '90d' },
    { id: 'calls', on: 'call', points: 10, 'half-life': '60d', cap: 20 },
  ],
  mql: { score: 40, 'fit-at-least': 10, 'interest-at-least': 12 },
  qualify: { score: 60, 'fit-at-least': 20, 'interest-at-least': 15, 'drop-below': 50 },
} as const

export interface BenchLead {
  readonly jobTitle: string
  readonly industry: string
  readonly employees: number
  readonly country: string
  readonly customer: boolean
}

const day = 86_400_000

/** What somebody would write who needs just this one model, with the same answer as the fold: the limit that the fold is measured by. */
export function scoreByHand(lead: BenchLead, facts: readonly Fact[], nowMs: number): Score {
  const sums: number[] = new Array(10).fill(0)
  const fulls: number[] = new Array(10).fill(0)
  const counts: number[] = new Array(10).fill(0)
  const lasts: string[] = new Array(10).fill('')
  let capturedAt: string | undefined
  let actedAt: string | undefined
  let explicit = false
  const add = (rule: number, points: number, halfLife: number, at: string) => {
    sums[rule] = (sums[rule] ?? 0) + points * 2 ** (-Math.max(0, nowMs - Date.parse(at)) / halfLife)
    fulls[rule] = (fulls[rule] ?? 0) + points
    counts[rule] = (counts[rule] ?? 0) + 1
    if (at > (lasts[rule] ?? '')) lasts[rule] = at
    if (points > 0 && (actedAt === undefined || at > actedAt)) actedAt = at
  }
  const ids = new Set<string>()
  for (const { id, type, at, data } of facts) {
    if (ids.has(id)) continue
    ids.add(id)
    if ((type === 'form-submitted' || type === 'list-imported') && (!capturedAt || at < capturedAt)) capturedAt = at
    if (data.machine === true) continue
    if (type === 'form-submitted') {
      if (data.intent === 'explicit') explicit = true
      add(0, 10, Number.POSITIVE_INFINITY, at)
      if (lower(data.form) === 'demo-request') add(1, 40, Number.POSITIVE_INFINITY, at)
    } else if (type === 'email-clicked') {
      add(2, 5, 30 * day, at)
      const template = lower(data.template)
      if (template === 'case-study' || template === 'case-study-retail') add(3, 3, Number.POSITIVE_INFINITY, at)
    } else if (type === 'page-visited') {
      const path = lower(data.path)
      if (path.startsWith('/pricing')) add(4, 10, 14 * day, at)
      if (path.startsWith('/docs')) add(5, 1, 7 * day, at)
    } else if (type === 'content-downloaded') add(6, 5, 30 * day, at)
    else if (type === 'site-searched') add(7, 2, 14 * day, at)
    else if (type === 'consent-withdrawn') add(8, -20, 90 * day, at)
    else if (type === 'call') add(9, 10, 60 * day, at)
  }
  const parts: ScorePart[] = []
  let fit = 0
  const gives = (rule: string, points: number) => {
    parts.push({ rule, kind: 'fit', points, full: points, facts: 0 })
    fit += points
  }
  const title = lower(lead.jobTitle)
  const industry = lower(lead.industry)
  const country = lower(lead.country)
  if (/(^|[^\p{L}\p{N}])(director|head of|chief)($|[^\p{L}\p{N}])/u.test(title)) gives('decides', 15)
  if (/(^|[^\p{L}\p{N}])(manager|lead)($|[^\p{L}\p{N}])/u.test(title)) gives('prepares', 8)
  if (/(^|[^\p{L}\p{N}])(student|intern)($|[^\p{L}\p{N}])/u.test(title)) gives('learns', -30)
  if (industry === 'retail' || industry === 'manufacturing') gives('home', 10)
  if (industry === 'wholesale' || industry === 'logistics') gives('near', 5)
  if (lead.employees >= 250) gives('large', 10)
  if (lead.employees >= 50 && lead.employees <= 249) gives('middle', 5)
  if (['de', 'at', 'ch', 'ru', 'kz', 'ir'].includes(country)) gives('served', 5)
  if (lead.customer) gives('bought', 3)
  if (country !== 'de' && country !== 'ru') gives('abroad', -2)
  let interest = 0
  for (let rule = 0; rule < 10; rule += 1) {
    if (!counts[rule]) continue
    const cap = caps[rule] ?? Number.POSITIVE_INFINITY
    const points = Math.floor(Math.max(-cap, Math.min(cap, sums[rule] ?? 0)) + 0.5 + 1e-6)
    const { [rule]: full = 0 } = fulls
    const { [rule]: last = '' } = lasts
    parts.push({ rule: names[rule] ?? '', kind: 'engagement', points, full, facts: counts[rule] ?? 0, last })
    interest += points
  }
  return {
    total: fit + interest,
    fit,
    interest,
    parts,
    indicators: [],
    ...(capturedAt !== undefined && { capturedAt }),
    ...(actedAt !== undefined && { actedAt }),
    explicit,
  }
}

const names = ['asked', 'demo', 'clicks', 'case', 'pricing', 'docs', 'downloads', 'searches', 'left', 'calls']
const caps = [20, 40, 25, 9, Number.POSITIVE_INFINITY, 5, 15, 6, Number.POSITIVE_INFINITY, 20]

function lower(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : ''
}
