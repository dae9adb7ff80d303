import { filledIn, inLocale, oneLine } from '../content/words.ts'
import type { Duty, Tell } from './handoff.ts'
import { isolated } from './isolated.ts'

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

/** What proves a duty, in the reader's language; a type of fact that is one's own reads as its id with spaces. */
export function proofInWords(type: string, locale: string): string {
  if (type === 'call' || type === 'email') return dutyInWords(type, locale)
  if (type === 'meeting-booked') return dutyInWords('meeting', locale)
  return type === 'demo' ? inLocale(demo, locale) : isolated(type.replaceAll('-', ' '), locale)
}

const demo = { en: 'a demo', ru: 'демонстрация', fa: 'نمایش محصول' }

/** A time as people write it, in their zone and language. */
export function timeInWords(atMs: number, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(atMs)
}

/** Values of a mail to staff. */
export interface StaffMailValues {
  readonly leadName?: string | undefined
  readonly company?: string | undefined
  readonly dueAt: string
  /** What is due, or overdue: `Call by`. */
  readonly dueLabel?: string | undefined
  readonly openUrl: string
  /** Who has the lead now. */
  readonly ownerName?: string | undefined
  /** Why marketing disputes the rejection, or what came of that. */
  readonly said?:
    | { readonly by: string; readonly reason?: string | undefined; readonly upheld?: boolean | undefined }
    | undefined
}

interface Lines {
  readonly subject: string
  readonly text: string
  /** Before the time of the duty; a mail about none has no such line. */
  readonly due?: string
  readonly open: string
}

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
  'handoff-moved': {
    en: {
      subject: 'Not with you any more',
      text: 'This lead is with {owner} now. There is nothing more for you to do; your earlier link shows who has it.',
      open: 'Who has it',
    },
    ru: {
      subject: 'Лид больше не у вас',
      text: 'Теперь этот лид ведёт {owner}. Вам больше ничего делать не нужно; прежняя ссылка показывает, у кого он.',
      open: 'У кого лид',
    },
    fa: {
      subject: 'سرنخ دیگر نزد شما نیست',
      text: 'این سرنخ اکنون با {owner} است. کاری برای شما نمانده؛ پیوند پیشین نشان می‌دهد نزد کیست.',
      open: 'نزد کیست',
    },
  },
  'handoff-disputed': {
    en: {
      subject: 'Please look again at a rejected lead',
      text: 'Marketing asks that this rejection be looked at again. It is with {owner}. Say whether it stands, and why, on the page behind this link.',
      open: 'Open the lead',
    },
    ru: {
      subject: 'Посмотрите отклонённый лид ещё раз',
      text: 'Маркетинг просит пересмотреть отказ. Ответственный: {owner}. Скажите на странице по этой ссылке, остаётся ли отказ в силе и почему.',
      open: 'Открыть лид',
    },
    fa: {
      subject: 'سرنخ ردشده را دوباره ببینید',
      text: 'بازاریابی می‌خواهد این رد دوباره بررسی شود. مسئول: {owner}. در صفحهٔ این پیوند بگویید رد پابرجاست یا نه و چرا.',
      open: 'باز کردن سرنخ',
    },
  },
  'handoff-reviewed': {
    en: {
      subject: 'Your dispute was looked at',
      text: 'Sales looked at the rejection again.',
      open: 'Open the lead',
    },
    ru: { subject: 'Ваше возражение рассмотрено', text: 'Продажи пересмотрели отказ.', open: 'Открыть лид' },
    fa: {
      subject: 'به اعتراض شما رسیدگی شد',
      text: 'فروش رد این سرنخ را دوباره بررسی کرد.',
      open: 'باز کردن سرنخ',
    },
  },
}

/** The mail that goes where marketing has published none: plain, and in the reader's language. */
export function plainLetter(
  template: Tell['template'],
  locale: string,
  { leadName, company, dueAt, dueLabel, openUrl, ownerName = '', said }: StaffMailValues,
): { subject: string; text: string } {
  const chosen = Object.keys(letters[template]).find((one) => locale.split('-')[0] === one) ?? 'en'
  const { subject, text, due, open } = letters[template][chosen] as Lines
  const who = [leadName, company].filter(Boolean).join(', ')
  const filled = filledIn(text, { owner: isolated(ownerName, chosen) })
  const verdict =
    said?.upheld === undefined ? [] : [inLocale(said.upheld ? verdicts.upheld : verdicts.withdrawn, chosen)]
  const reason = said ? [`${isolated(said.by, chosen)}: ${isolated(said.reason ?? '', chosen)}`] : []
  return {
    subject: oneLine(who ? `${subject}: ${who}` : subject),
    text: [
      filled,
      ...(who ? [who] : []),
      ...verdict,
      ...reason,
      ...(due ? [`${(template === 'handoff-opened' && dueLabel) || due}: ${dueAt}`] : []),
      '',
      `${open}: ${openUrl}`,
      '',
    ].join('\n'),
  }
}

const verdicts = {
  upheld: { en: 'The rejection stands.', ru: 'Отказ остаётся в силе.', fa: 'رد پابرجاست.' },
  withdrawn: {
    en: 'It does not stand: the lead counts as accepted.',
    ru: 'Отказ снят: лид считается принятым.',
    fa: 'رد پابرجا نیست: سرنخ پذیرفته‌شده به شمار می‌آید.',
  },
} as const
