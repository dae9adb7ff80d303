import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvLine } from '../core/lists/csv-line.ts'
import { seeded } from '../core/seeded.ts'

/**
 * Makes `past-leads.csv` and `past-activities.csv`: a year of leads of a company that sells stock analytics, as a CRM would export them. Nobody in them lives. Chance
 * decides by a fixed seed, so that the files come out the same each time: `node examples/make-past-leads.ts`.
 */
export function pastLeads(): { readonly leads: string; readonly activities: string } {
  const random = seeded(20_251)
  const chance = (part: number) => random() < part
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value
  /** Of values that stand with their weights. */
  const draw = <Value>(values: readonly (readonly [Value, number])[]): Value => {
    let rest = random() * values.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of values) {
      rest -= weight
      if (rest < 0) return value
    }
    return (values.at(-1) as readonly [Value, number])[0]
  }
  const leads = [csvLine(leadColumns)]
  const activities = [csvLine(['lead', 'type', 'at', 'form', 'path', 'file'])]
  for (let n = 1; n <= 430; n += 1) {
    const id = `L${String(n).padStart(4, '0')}`
    const cameMs = Date.UTC(2025, 0, 2, 7) + Math.floor(random() * 362) * day + Math.floor(random() * 10 * hour)
    const title = draw(titles)
    const isDecider = /Head|Director|Chief|Owner|CEO|VP/.test(title)
    const industry = draw(industries)
    const size = draw(sizes)
    const country = draw(countries)
    const timeline = draw(timelines)
    const asksForDemo = chance(isDecider ? 0.16 : 0.08)
    const [first, last, company] = [pick(firstNames), pick(lastNames), `${pick(companyStarts)} ${pick(companyEnds)}`]
    /** How keen it is: seen in what it does, and not in the list. */
    const keen = random()
    const act = (type: string, afterMs: number, { form = '', path = '', file = '' } = {}) =>
      activities.push(csvLine([id, type, time(cameMs + afterMs), form, path, file]))
    act('form-submitted', 0, { form: asksForDemo ? 'demo-request' : 'white-paper' })
    const clicks = Math.floor(random() * 2 + keen * 3.2)
    for (let click = 0; click < clicks; click += 1) act('email-clicked', (1 + random() * 34) * day)
    const prices = Math.floor(random() * 0.9 + keen ** 2 * 2.6)
    for (let visit = 0; visit < prices; visit += 1)
      act('page-visited', (0.2 + random() * 30) * day, { path: '/pricing' })
    if (chance(0.3)) act('page-visited', random() * 20 * day, { path: '/blog/stock-counts' })
    if (chance(0.12 + keen * 0.2)) act('content-downloaded', (1 + random() * 25) * day, { file: 'checklist' })
    if (chance(0.1)) act('site-searched', random() * 12 * day)
    const worth =
      -3.9 +
      (isDecider ? 1.1 : 0) +
      (title.includes('Student') ? -3 : 0) +
      (industry === 'retail' || industry === 'manufacturing' ? 0.6 : 0) +
      (size === '250-999' || size === '1000+' ? 0.6 : 0) +
      (timeline === 'this-quarter' ? 1.5 : timeline === 'this-year' ? 0.7 : 0) +
      (asksForDemo ? 0.6 : 0) +
      keen * 1.6 +
      prices * 0.3
    const isWon = chance(1 / (1 + Math.exp(-worth)))
    const decidedMs = cameMs + (isWon ? 21 + random() * 90 : 6 + random() * 70) * day
    const isOpen = !isWon && decidedMs > Date.UTC(2026, 1, 15)
    // Sales asks for the budget on the phone: of winners early, of others late or never.
    const askedMs = cameMs + (isWon ? 3 + random() * 50 : 5 + random() * 90) * day
    const isAsked = chance(isWon ? 0.9 : 0.35) && (isOpen || askedMs < decidedMs)
    const budget = isAsked ? draw(isWon ? budgetsOfWinners : budgets) : ''
    if (isWon && chance(0.5)) act('meeting-booked', decidedMs - cameMs - (2 + random() * 9) * day)
    if (isWon) act('page-visited', decidedMs - cameMs + (1 + random() * 5) * day, { path: '/pricing' })
    leads.push(
      csvLine([
        id,
        `${first}.${last}@${company.toLowerCase().replaceAll(' ', '-')}.example`.toLowerCase(),
        first,
        last,
        company,
        title,
        industry,
        size,
        country,
        timeline,
        budget,
        budget === '' ? '' : date(askedMs),
        isWon ? 'yes' : isOpen || chance(0.97) ? 'no' : 'yes',
        date(cameMs),
        isOpen ? 'open' : isWon ? 'yes' : 'no',
        isOpen ? '' : date(decidedMs),
      ]),
    )
  }
  return { leads: leads.join(''), activities: activities.join('') }
}

const hour = 3_600_000
const day = 24 * hour

const leadColumns = [
  'CRM id',
  'Email',
  'First name',
  'Last name',
  'Company',
  'Job title',
  'Industry',
  'Company size',
  'Country',
  'Timeline',
  'Budget',
  'Budget asked',
  'Offer sent',
  'Created',
  'Converted',
  'Decided',
]

const titles = [
  ['Head of Supply Chain', 8],
  ['Director of Operations', 7],
  ['Chief Operating Officer', 3],
  ['Owner', 5],
  ['VP Retail', 3],
  ['Inventory Manager', 14],
  ['Demand Planner', 11],
  ['Warehouse Lead', 8],
  ['Business Analyst', 14],
  ['Consultant', 12],
  ['Student', 7],
  ['Buyer', 8],
] as const
const industries = [
  ['retail', 26],
  ['manufacturing', 22],
  ['wholesale', 12],
  ['logistics', 9],
  ['services', 20],
  ['education', 11],
] as const
const sizes = [
  ['1-49', 34],
  ['50-249', 31],
  ['250-999', 22],
  ['1000+', 13],
] as const
const countries = [
  ['DE', 34],
  ['AT', 9],
  ['CH', 8],
  ['NL', 12],
  ['PL', 11],
  ['US', 15],
  ['IN', 11],
] as const
const timelines = [
  ['this-quarter', 14],
  ['this-year', 24],
  ['later', 24],
  ['', 38],
] as const
const budgets = [
  ['under-20k', 60],
  ['20k-100k', 32],
  ['over-100k', 8],
] as const
const budgetsOfWinners = [
  ['under-20k', 30],
  ['20k-100k', 50],
  ['over-100k', 20],
] as const
const firstNames = [
  'Anna',
  'Ben',
  'Clara',
  'Dilan',
  'Eva',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Katja',
  'Luis',
  'Mara',
  'Nils',
  'Olga',
  'Paul',
  'Rosa',
  'Sami',
  'Tea',
  'Yusuf',
]
const lastNames = [
  'Adler',
  'Brandt',
  'Cruz',
  'Decker',
  'Engel',
  'Fuchs',
  'Grau',
  'Hahn',
  'Ilic',
  'Jansen',
  'Keller',
  'Lorenz',
  'Maas',
  'Novak',
  'Otto',
  'Peters',
  'Roth',
  'Simons',
  'Thoma',
  'Vogel',
]
const companyStarts = ['North', 'Alder', 'Blue', 'Kern', 'Linden', 'River', 'Stone', 'Upper', 'West', 'Bright']
const companyEnds = [
  'Markets',
  'Works',
  'Trading',
  'Tools',
  'Foods',
  'Textiles',
  'Logistics',
  'Parts',
  'Supply',
  'Group',
]

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`
}

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

if (import.meta.main) {
  const { leads, activities } = pastLeads()
  writeFileSync(join(import.meta.dirname, 'past-leads.csv'), leads)
  writeFileSync(join(import.meta.dirname, 'past-activities.csv'), activities)
}
