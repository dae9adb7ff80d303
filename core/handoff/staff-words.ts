import { inLocale, oneLine } from '../content/words.ts'
import type { Duty, Tell } from './handoff.ts'

const duties: Record<Duty['what'], Record<string, string>> = {
  answer: { en: 'an answer', ru: 'ответ', fa: 'پاسخ' },
  call: { en: 'a call', ru: 'звонок', fa: 'تماس تلفنی' },
  email: { en: 'an email', ru: 'письмо', fa: 'ایمیل' },
  meeting: { en: 'a meeting', ru: 'встреча', fa: 'جلسه' },
  pass: { en: 'passing it on to sales', ru: 'передача в отдел продаж', fa: 'سپردن به بخش فروش' },
}

/** What a duty asks for, in the reader's language. */
export function dutyInWords(what: Duty['what'], locale: string): string {
  return inLocale(duties[what], locale)
}

/** A time as people write it, in their zone and language. */
export function timeInWords(atMs: number, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(atMs)
}

/** Values of a mail to staff. */
export interface StaffMailValues {
  readonly leadName?: string | undefined
  readonly company?: string | undefined
  readonly dueAt: string
  readonly openUrl: string
}

type Lines = { readonly subject: string; readonly text: string; readonly due: string; readonly open: string }

const letters: Record<Tell['template'], Record<string, Lines>> = {
  'handoff-opened': {
    en: { subject: 'A new lead for you', text: 'A lead is ready for you.', due: 'Answer by', open: 'Open the lead' },
    ru: { subject: 'Новый лид для вас', text: 'Лид готов к разговору.', due: 'Ответьте до', open: 'Открыть лид' },
    fa: {
      subject: 'سرنخ تازه برای شما',
      text: 'سرنخی آمادهٔ گفت‌وگو است.',
      due: 'مهلت پاسخ',
      open: 'باز کردن سرنخ',
    },
  },
  'handoff-warning': {
    en: { subject: 'A lead is due soon', text: 'A lead is still waiting.', due: 'Due', open: 'Open the lead' },
    ru: { subject: 'Срок по лиду истекает', text: 'Лид всё ещё ждёт.', due: 'Срок', open: 'Открыть лид' },
    fa: {
      subject: 'مهلت سرنخ نزدیک است',
      text: 'سرنخی هنوز در انتظار است.',
      due: 'مهلت',
      open: 'باز کردن سرنخ',
    },
  },
  'handoff-escalated': {
    en: {
      subject: 'A lead is overdue',
      text: 'A lead got no answer in time.',
      due: 'It was due',
      open: 'Open the lead',
    },
    ru: { subject: 'Срок по лиду истёк', text: 'Лид не получил ответа вовремя.', due: 'Срок был', open: 'Открыть лид' },
    fa: {
      subject: 'مهلت سرنخ گذشت',
      text: 'سرنخی به‌موقع پاسخ نگرفت.',
      due: 'مهلت تا',
      open: 'باز کردن سرنخ',
    },
  },
}

/** The mail that goes where marketing has published none: plain, and in the reader's language. */
export function plainLetter(
  template: Tell['template'],
  locale: string,
  { leadName, company, dueAt, openUrl }: StaffMailValues,
): { subject: string; text: string } {
  const chosen = Object.keys(letters[template]).find((one) => locale.split('-')[0] === one) ?? 'en'
  const { subject, text, due, open } = letters[template][chosen] as Lines
  const who = [leadName, company].filter(Boolean).join(', ')
  return {
    subject: oneLine(who ? `${subject}: ${who}` : subject),
    text: [text, ...(who ? [who] : []), `${due}: ${dueAt}`, '', `${open}: ${openUrl}`, ''].join('\n'),
  }
}
