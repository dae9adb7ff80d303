import { sayingIn } from '../../content/words.ts'
import type { LinesLetter } from '../../staff/lines-letter.ts'
import type { Account } from './fold-account.ts'

const said = {
  subject: {
    en: '{domain}: several people together are ready for a call',
    ru: '{domain}: компания готова к разговору',
    fa: '{domain}: این شرکت آمادهٔ گفت‌وگو است',
  },
  intro: {
    en: 'None of them needs to be ready alone: what they did adds up. Leads are still handed over one by one.',
    ru: 'По отдельности они могут быть не готовы, но вместе набрали нужное. Лиды по-прежнему передаются по одному.',
    fa: 'شاید هیچ‌کدام به‌تنهایی آماده نباشد، اما کنار هم به حد نصاب رسیده‌اند. سرنخ‌ها همچنان تک‌تک واگذار می‌شوند.',
  },
  company: { en: 'The company', ru: 'Компания', fa: 'شرکت' },
  people: { en: 'People we know', ru: 'Знаем людей', fa: 'افراد شناخته‌شده' },
  engaged: { en: 'Of them active', ru: 'Из них активны', fa: 'از آن‌ها فعال' },
  points: { en: 'Points', ru: 'Баллы', fa: 'امتیاز' },
  ofFit: { en: '{total} ({fit} fit)', ru: '{total} (соответствие {fit})', fa: '{total} (تناسب {fit})' },
  missing: { en: 'Roles that nobody has', ru: 'Нет людей в роли', fa: 'نقش‌های بی‌متصدی' },
  with: { en: 'Who has it', ru: 'За кем закреплена', fa: 'مسئول' },
  nobody: { en: 'nobody yet', ru: 'пока ни за кем', fa: 'هنوز کسی نیست' },
  mostEngaged: { en: 'Most engaged', ru: 'Самые активные', fa: 'فعال‌ترین‌ها' },
  why: {
    en: 'Sent by Ripen to whoever has this company, or leads sales. Please don’t pass it on.',
    ru: 'Отправлено Ripen тому, за кем компания закреплена, или руководителям продаж. Пожалуйста, не пересылайте.',
    fa: 'این ایمیل را Ripen برای مسئول این شرکت یا مدیران فروش فرستاده است. لطفاً آن را برای دیگران نفرستید.',
  },
} as const

export interface QualifiedAccount {
  readonly account: Account
  /** Who has the company, by name. */
  readonly owner?: string | undefined
  /** The most engaged people: how they are called, and their points for interest. */
  readonly people: readonly { readonly name: string; readonly interest: number }[]
}

/** The mail that says that a company qualifies by its people together, in the reader's language. */
export function accountLetter({ account, owner, people }: QualifiedAccount, locale: string): LinesLetter {
  const say = sayingIn(said, locale)
  const number = (value: number) => new Intl.NumberFormat(locale).format(value)
  const { domain, total, fit, roles } = account
  const missing = Object.entries(roles).flatMap(([role, many]) => (many === 0 ? [role] : []))
  return {
    subject: say('subject', { domain }),
    intro: say('intro'),
    sections: [
      {
        heading: say('company'),
        lines: [
          [say('people'), number(account.people)],
          [say('engaged'), number(account.engaged)],
          [say('points'), say('ofFit', { total: number(total), fit: number(fit) })],
          ...(missing.length === 0 ? [] : [[say('missing'), missing.join(', ')] as const]),
          [say('with'), owner ?? say('nobody')],
        ],
      },
      {
        heading: say('mostEngaged'),
        lines: people.map(({ name, interest }) => [name, number(interest)] as const),
      },
    ],
    why: say('why'),
  }
}
