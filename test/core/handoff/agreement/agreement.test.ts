import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { agreementPage } from '../../../../cli/pages/agreement-page.ts'
import { checkFolder } from '../../../../core/content/check-folder.ts'
import { durationIn } from '../../../../core/duration.ts'
import { type AgreedOn, agreementOf } from '../../../../core/handoff/agreement/agreement.ts'
import { slaPolicy } from '../../../../core/handoff/policy.ts'

const zone = 'Europe/Berlin'
const approvals = {
  marketing: { by: 'lena', at: '2026-11-02T09:00:00.000Z' },
  sales: { by: 'mark', at: '2026-11-03T10:30:00.000Z' },
}
/** The samples, as both sides agreed on them. */
const on = await samples()

async function samples(): Promise<AgreedOn> {
  const files = ['funnel.yaml', 'scoring-models/b2b.yaml', 'sla-policies/standard.yaml']
  const templates = join(import.meta.dirname, '../../../../templates')
  const { contents } = await checkFolder(
    Object.fromEntries(files.map((file) => [file, readFileSync(join(templates, file), 'utf8')])),
  )
  const of = (type: string) => {
    const found = contents.find((one) => one.type === type)
    return { id: found?.id ?? '', version: 3, value: found?.value as never, approvals }
  }
  return { policy: of('sla-policies'), funnel: of('funnel'), model: of('scoring-models') }
}

const textOf = (given: AgreedOn, locale = 'en') =>
  agreementOf(given, locale, zone).sections.flatMap(({ lines }) => lines.map((line) => [line].flat().join(' | ')))
const policyWith = (more: object): AgreedOn => ({
  policy: { id: 'standard', version: 1, value: slaPolicy.parse({ ...on.policy.value, ...more }) },
})

describe('the agreement of marketing and sales', () => {
  it('says what each side promises, in the words and figures of what both approved', () => {
    const text = textOf(on)
    for (const line of [
      'New MQLs a month | 120',
      'Quality | sales accepts at least 70% of what is handed over',
      'Sales: an answer | within 1 hour; reminded after 30 minutes',
      'Sales: a call | within 4 hours; reminded after 3 hours; done by a call, an email, a demo, or a meeting; how: https://www.example.com/handbook/first-contact',
      '2 hours after the hand-off: their manager is told.',
      '8 hours after the hand-off: somebody else of the team gets the lead.',
      '3 days after the hand-off: the lead goes back to nurturing.',
      'from RU, BY, KZ | team moscow, in turn',
      'all others | team inside-sales, in turn',
      'A lost lead is nurtured again after 180 days of the calendar.',
      'Lost, because | The price; They chose somebody else; They did nothing; Another reason',
      'SLA policy: standard, version 3 | Marketing: lena, Nov 2, 2026, 10:00 AM; Sales: mark, Nov 3, 2026, 11:30 AM',
    ])
      expect(text).toContain(line)
    expect(
      text.some((line) => line.startsWith('SQL | ') && line.endsWith('Sales writes down: need and who decides.')),
    ).toBe(true)
    expect(text.some((line) => line.startsWith('Sales-ready | at least '))).toBe(true)
  })

  it('says what was not agreed, and leaves out what nobody promised', () => {
    const { policy } = on
    const text = textOf({ policy: { ...policy, approvals: { sales: approvals.sales } } })
    expect(text).toContain('Nothing was agreed on the stages yet.')
    expect(text).toContain('No scoring model was agreed on yet: no lead goes to sales by its score.')
    expect(text.at(-1)).toBe(
      'SLA policy: standard, version 3 | Marketing: not agreed; Sales: mark, Nov 3, 2026, 11:30 AM',
    )
    const headings = agreementOf(policyWith({ breach: [], 'marketing-owes': undefined }), 'en', zone).sections.map(
      ({ heading }) => heading,
    )
    expect(headings).not.toContain('What marketing promises')
    expect(headings).not.toContain('What follows when it is not kept')
  })

  it('tells targets by priority, who is urgent, routes by all that they ask, and teams of their own', () => {
    const text = textOf(
      policyWith({
        priority: { 1: { grade: ['A1', 'A2'] } },
        fallback: 'mark',
        routes: [
          {
            territory: 'DE-BY',
            language: ['de'],
            product: 'stock',
            when: { employees: { 'at-least': 50 } },
            team: 'south',
            by: 'capacity',
            'passes-to': { team: 'inside-sales', by: 'round-robin' },
          },
          { team: 'inside-sales', by: 'round-robin' },
        ],
        duties: [{ id: 'call', who: 'sales', what: 'call', within: { 1: '1h', otherwise: '1d' } }],
      }),
    )
    expect(text).toContain(
      'Sales: a call | within 1 hour at priority 1, 1 day at priority 2, 1 day at priority 3, and 1 day at priority 4',
    )
    expect(text).toContain('Priority 1 | grade is "A1" or "A2"')
    expect(text).toContain('Where nobody of a team is there: mark.')
    expect(text).toContain(
      'from DE-BY, speaks de, interested in stock, and employees is at least 50 | team south, whoever has most room; which qualifies it and passes it on to team inside-sales',
    )
    expect(text).toContain('Team moscow | clock of Europe/Moscow; public holidays of RU')
  })

  it.each([
    ['ru', 'Продажи: звонок', '4 часа', 'ltr'],
    ['fa', 'فروش: تماس تلفنی', '۴ ساعت', 'rtl'],
  ])('is there in %s, with its figures, and as a page in its direction', (locale, duty, time, direction) => {
    const text = textOf(on, locale)
    expect(text.some((line) => line.startsWith(duty) && line.includes(time))).toBe(true)
    expect(text.join('\n')).not.toMatch(/\{\w+\}|undefined|\bhour/)
    expect(agreementPage(agreementOf(on, locale, zone))).toContain(`<html lang="${locale}" dir="${direction}">`)
  })

  it('escapes what people wrote on the page', () => {
    const written = agreementOf(policyWith({ description: '<b>Answer</b> & call' }), 'en', zone)
    expect(agreementPage(written)).toContain('&#60;b&#62;Answer&#60;/b&#62; &#38; call')
  })

  it.each([
    ['30m', 'en', '30 minutes'],
    ['1d', 'ru', '1 день'],
    ['2w', 'fa', '۲ هفته'],
    ['soon', 'en', 'soon'],
  ])('says the length %s in %s', (given, locale, said) => {
    expect(durationIn(given, locale)).toBe(said)
  })
})
