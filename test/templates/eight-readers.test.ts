import { describe, expect, it } from 'vitest'
import { compileEmail } from '../../core/content/compile-email.ts'
import type { CompiledEmail } from '../../core/content/compiled-email.ts'
import { leadIdOfName, persona } from '../../core/content/persona.ts'
import { renderEmail } from '../../core/content/render-email.ts'
import { sampleBrand as brand, sampleLinks, sampleLinksTo } from '../../core/content/sample-variables.ts'
import { simulateSequence } from '../../core/content/simulate-sequence.ts'
import { folderFiles, locales, mails, sample } from './sample-folder.ts'

type Locale = (typeof locales)[number]

/** The sentence for which each case is told, which no other has. */
const sentences: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  'case-study': {
    en: 'Scrap is now booked at the machine.',
    ru: 'Теперь брак отмечают прямо у станка.',
    fa: 'حالا ضایعات را همان پای دستگاه ثبت می‌کنند.',
  },
  'case-study-retail': {
    en: 'They moved one shift of filling from seven in the morning to three in the afternoon.',
    ru: 'Одну смену выкладки перенесли с семи утра на три часа дня.',
    fa: 'یک نوبتِ پر کردن قفسه را از هفت صبح به سه بعدازظهر بردند.',
  },
  'case-study-wholesale': {
    en: 'Two dates for each order are enough to see it.',
    ru: 'Чтобы его увидеть, хватит двух дат на заказ.',
    fa: 'برای دیدنش دو تاریخ برای هر سفارش کافی است.',
  },
  'case-study-finance': {
    en: 'From then on an order for an item without movement needed a second signature.',
    ru: 'Новый заказ позиции без движения с тех пор требовал второй подписи.',
    fa: 'از آن پس سفارش تازه برای کالای بی‌گردش امضای دوم می‌خواست.',
  },
}

/** The sentence by which the first mail speaks to an industry. */
const welcomes: Readonly<Record<'retail' | 'manufacturing' | 'other', Readonly<Record<Locale, string>>>> = {
  retail: { en: 'unrecorded shrinkage and returns', ru: 'неучтённые потери и возвраты', fa: 'کسری‌های ثبت‌نشده' },
  manufacturing: {
    en: 'scrap that is reported late',
    ru: 'брак, о котором сообщают с опозданием',
    fa: 'ضایعاتی که دیر',
  },
  other: { en: 'the one on which the other four depend', ru: 'От неё зависят остальные четыре', fa: 'چهار سنجهٔ دیگر' },
}

interface Reader {
  readonly who: string
  readonly says: Readonly<Record<string, string>>
  readonly case: string
  readonly welcome: keyof typeof welcomes
}

const readers: readonly Reader[] = [
  {
    who: 'a director of shops',
    says: { industry: 'retail', role: 'operations' },
    case: 'case-study-retail',
    welcome: 'retail',
  },
  {
    who: 'a buyer with empty shelves',
    says: { industry: 'retail', problem: 'empty-shelves' },
    case: 'case-study-retail',
    welcome: 'retail',
  },
  {
    who: 'a planner of a plant',
    says: { industry: 'manufacturing', role: 'supply-chain' },
    case: 'case-study',
    welcome: 'manufacturing',
  },
  {
    who: 'a wholesaler',
    says: { industry: 'wholesale', role: 'purchasing' },
    case: 'case-study-wholesale',
    welcome: 'other',
  },
  {
    who: 'a forwarder',
    says: { industry: 'logistics', problem: 'late-deliveries' },
    case: 'case-study-wholesale',
    welcome: 'other',
  },
  {
    who: 'the finance director of a chain',
    says: { industry: 'retail', role: 'finance' },
    case: 'case-study-finance',
    welcome: 'retail',
  },
  {
    who: 'a maker with dead stock',
    says: { industry: 'manufacturing', problem: 'dead-stock' },
    case: 'case-study-finance',
    welcome: 'manufacturing',
  },
  { who: 'somebody who says nothing', says: {}, case: 'case-study', welcome: 'other' },
]

const emails = new Map<string, CompiledEmail>()
async function emailOf(id: string, locale: string): Promise<CompiledEmail> {
  const known = emails.get(`${id}/${locale}`)
  if (known) return known
  const mail = mails.find((one) => one.id === id && one.locale === locale)
  if (!mail) throw new Error(`there is no ${id} in ${locale}`)
  const { path: file, text } = mail
  const { email } = await compileEmail({ file, locale, format: 'md', text, shared: folderFiles })
  if (!email) throw new Error(`${id} in ${locale} can’t be compiled`)
  emails.set(`${id}/${locale}`, email)
  return email
}

/** What each of the mails says that this reader gets of the white-paper sequence, by template. */
async function read({ who, says }: Reader, locale: Locale): Promise<Record<string, string>> {
  const { items } = simulateSequence({
    sequence: sample('sequences', 'white-paper'),
    persona: persona.parse({ locale, fields: says, leadId: leadIdOfName(who) }),
    startMs: Date.parse('2026-09-07T08:00:00.000Z'),
    zone: 'Europe/Berlin',
  })
  const texts: Record<string, string> = {}
  for (const { template } of items) {
    const email = await emailOf(template, locale)
    const values = { ...says, brand, locale, ...sampleLinks, ...sampleLinksTo(email) }
    texts[template] = renderEmail(email, values).text.replace(/\s+/g, ' ')
  }
  return texts
}

describe.each(locales)('the white-paper sequence in %s', (locale) => {
  it.each(readers)('tells $who the case that is theirs, and no other', async (reader) => {
    const texts = await read(reader, locale)
    const all = Object.values(texts).join('\n')
    const told = Object.keys(sentences).filter((id) => all.includes(sentences[id]?.[locale] ?? ''))
    expect(told).toEqual([reader.case])
    expect(texts['white-paper-welcome']).toContain(welcomes[reader.welcome][locale])
  })

  it('has four bodies at least among these eight, which differ in substance', async () => {
    const bodies = await Promise.all(readers.map(async (reader) => (await read(reader, locale))[reader.case]))
    expect(bodies).toHaveLength(8)
    expect(new Set(bodies).size).toBeGreaterThanOrEqual(4)
  })
})

it('tells who comes to name dead stock of that, on the way', () => {
  const { items } = simulateSequence({
    sequence: sample('sequences', 'white-paper'),
    persona: persona.parse({
      fields: { industry: 'retail' },
      acts: [{ after: '1h', type: 'profile-edited', fields: { problem: 'dead-stock' } }],
    }),
    startMs: Date.parse('2026-09-07T08:00:00.000Z'),
    zone: 'Europe/Berlin',
  })
  expect(items.map(({ template }) => template)).toContain('case-study-finance')
})

it('tells who follows a link about dead stock of that, whatever they said', () => {
  const tagsOf = (template: string) => (template === 'white-paper-welcome' ? ['dead-stock'] : undefined)
  const { items } = simulateSequence({
    sequence: sample('sequences', 'white-paper'),
    persona: persona.parse({ fields: { industry: 'retail' } }),
    clicks: ['white-paper-welcome'],
    tagsOf,
    startMs: Date.parse('2026-09-07T08:00:00.000Z'),
    zone: 'Europe/Berlin',
  })
  expect(items.map(({ template }) => template)).toContain('case-study-finance')
})
