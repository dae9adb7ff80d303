import { sayingIn } from '../content/words.ts'
import type { LinesLetter } from '../staff/lines-letter.ts'
import type { SalesAttainment } from './attainment.ts'
import type { MarketingAttainment } from './marketing-attainment.ts'

/** What the weekly summary is made from. */
export interface Week {
  readonly week: string
  readonly sales: SalesAttainment & { readonly people: readonly (SalesAttainment & { readonly owner: string })[] }
  readonly marketing: MarketingAttainment
}

const said = {
  subject: {
    en: 'Week {week}: how we kept our agreement',
    ru: 'Неделя {week}: как мы держим договорённости',
    fa: 'هفتهٔ {week}: پایبندی به توافق',
  },
  none: {
    en: 'No lead was handed over in this week.',
    ru: 'На этой неделе лидов не передавали.',
    fa: 'در این هفته سرنخی واگذار نشد.',
  },
  sales: { en: 'Sales', ru: 'Продажи', fa: 'فروش' },
  marketing: { en: 'Marketing', ru: 'Маркетинг', fa: 'بازاریابی' },
  first: { en: 'First response in time', ru: 'Первый ответ в срок', fa: 'نخستین پاسخ به‌موقع' },
  follow: { en: 'Follow-up in time', ru: 'Контакт в срок', fa: 'پیگیری به‌موقع' },
  median: { en: 'Half answered within', ru: 'Половина ответов за', fa: 'نیمی پاسخ در' },
  minutes: { en: '{n} working minutes', ru: '{n} мин рабочего времени', fa: '{n} دقیقهٔ کاری' },
  breaches: { en: 'Breaches', ru: 'Нарушений срока', fa: 'مهلت‌های ازدست‌رفته' },
  mqls: { en: 'New MQLs', ru: 'Новых MQL', fa: 'MQLهای تازه' },
  leads: { en: 'Leads handed over', ru: 'Передано лидов', fa: 'سرنخ‌های واگذارشده' },
  again: { en: '{n} more came again', ru: 'ещё {n} повторно', fa: '{n} سرنخ دیگر دوباره' },
  promised: { en: '{n} promised', ru: 'обещано {n}', fa: '{n} وعده‌داده‌شده' },
  accepted: { en: 'Accepted by sales', ru: 'Принято продажами', fa: 'پذیرفته‌شده' },
  rejected: { en: 'Rejected because', ru: 'Отклонено, причины', fa: 'دلایل رد' },
  revenue: { en: 'Revenue of these leads', ru: 'Выручка с этих лидов', fa: 'درآمد این سرنخ‌ها' },
  disputes: { en: 'Disputed rejections to review', ru: 'Спорных отказов на разбор', fa: 'ردهای مورد اختلاف' },
  of: { en: '{some} of {all}', ru: '{some} из {all}', fa: '{some} از {all}' },
  why: {
    en: 'Sent by Ripen each Monday to those who lead marketing and sales.',
    ru: 'Ripen отправляет это по понедельникам тем, кто руководит маркетингом и продажами.',
    fa: 'Ripen این را هر دوشنبه برای مسئولان بازاریابی و فروش می‌فرستد.',
  },
} as const

/** The weekly summary in the reader's language; `nameOf` gives the names of people. */
export function weekLetter(
  { week, sales, marketing }: Week,
  locale: string,
  nameOf: (userId: string) => string,
): LinesLetter {
  const say = sayingIn(said, locale)
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)
  const share = (some: number, all: number) => {
    if (all === 0) return '–'
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(some / all)
    return `${percent} (${say('of', { some: number(some), all: number(all) })})`
  }
  const { perWeek, accepted: promise } = marketing.promised
  const promised = (text: string | undefined) => (text === undefined ? '' : `; ${say('promised', { n: text })}`)
  const percentOf = (part: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(part)
  const { accepted, disputes, rejected, revenue, leads, again, mqls } = marketing
  const { firstResponse, followUp, breaches, people } = sales
  const { medianMinutes } = firstResponse
  return {
    subject: say('subject', { week }),
    intro: leads + again === 0 ? say('none') : undefined,
    sections: [
      {
        heading: say('sales'),
        lines: [
          [say('first'), share(firstResponse.inTime, firstResponse.due)],
          [say('follow'), share(followUp.inTime, followUp.due)],
          ...(medianMinutes === undefined
            ? []
            : [[say('median'), say('minutes', { n: number(medianMinutes) })] as const]),
          [say('breaches'), number(breaches)],
          ...people.map(
            (one) =>
              [
                nameOf(one.owner),
                `${share(one.firstResponse.inTime, one.firstResponse.due)} · ${say('breaches')}: ${number(one.breaches)}`,
              ] as const,
          ),
        ],
      },
      {
        heading: say('marketing'),
        lines: [
          ...(mqls === undefined
            ? []
            : [[say('mqls'), number(mqls) + promised(perWeek === undefined ? undefined : number(perWeek))] as const]),
          [say('leads'), number(leads) + (again === 0 ? '' : `; ${say('again', { n: number(again) })}`)],
          [
            say('accepted'),
            share(accepted.accepted, accepted.answered) +
              promised(promise === undefined ? undefined : percentOf(promise)),
          ],
          ...(rejected.length === 0
            ? []
            : [[say('rejected'), rejected.map((one) => `${one.reason} ${number(one.leads)}`).join(', ')] as const]),
          [say('revenue'), number(revenue)],
          ...(disputes.open === 0 ? [] : [[say('disputes'), number(disputes.open)] as const]),
        ],
      },
    ],
    why: say('why'),
  }
}
