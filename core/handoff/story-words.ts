import { filledIn, inLocale } from '../content/words.ts'
import type { LeadState } from '../leads/lead-status.ts'
import type { Allowed } from './contact.ts'
import type { Seen } from './content-seen.ts'
import { findingLabel } from './findings-words.ts'
import type { Handoff } from './handoff.ts'
import { isolated } from './isolated.ts'
import type { NextBest } from './next-best-action.ts'

const said = {
  answers: { en: 'What they told us', ru: 'Что известно', fa: 'آنچه گفته‌اند' },
  seen: { en: 'What they looked at', ru: 'Что смотрели', fa: 'آنچه دیده‌اند' },
  score: { en: 'Why they are ripe', ru: 'Почему пора', fa: 'چرا اکنون' },
  questions: { en: 'Questions to ask', ru: 'Какие вопросы задать', fa: 'پرسش‌هایی برای گفت‌وگو' },
  known: { en: 'known', ru: 'известно', fa: 'روشن است' },
  hinted: { en: 'looks so: confirm it', ru: 'похоже на то: уточните', fa: 'به نظر چنین است: بپرسید' },
  talkTrack: { en: 'How to begin', ru: 'С чего начать', fa: 'چگونه آغاز کنید' },
  company: { en: 'The company', ru: 'Компания', fa: 'شرکت' },
  people: { en: 'Others we know there', ru: 'Кого ещё там знаем', fa: 'دیگر آشنایان ما آنجا' },
  nobody: { en: 'nobody else yet', ru: 'пока никого', fa: 'هنوز کسی نه' },
  contact: { en: 'May we', ru: 'Разрешения', fa: 'اجازه داریم' },
  call: { en: 'Call', ru: 'Звонить', fa: 'تماس بگیریم' },
  email: { en: 'Mail', ru: 'Писать', fa: 'ایمیل بزنیم' },
  points: { en: 'points', ru: 'баллы', fa: 'امتیاز' },
  samePerson: {
    en: 'The same person, known before as',
    ru: 'Тот же человек, прежние адреса',
    fa: 'همین شخص با نشانی‌های پیشین',
  },
} as const
export type StoryLabel = keyof typeof said

const allowed: Record<Allowed, Record<string, string>> = {
  granted: { en: 'yes, they agreed', ru: 'да, есть согласие', fa: 'بله، رضایت داده‌اند' },
  pending: {
    en: 'not yet: we asked them to confirm, and they have not',
    ru: 'пока нет: ждём подтверждения',
    fa: 'هنوز نه: منتظر تأیید آنانیم',
  },
  'to-answer': {
    en: 'to answer what they asked for, and for nothing else',
    ru: 'только чтобы ответить на их запрос',
    fa: 'تنها برای پاسخ به درخواست خودشان',
  },
  'not-granted': { en: 'no: they did not agree', ru: 'нет: согласия нет', fa: 'خیر: رضایت نداده‌اند' },
  unsaid: { en: 'nobody asked them', ru: 'их не спрашивали', fa: 'از آنان نپرسیده‌ایم' },
}

const acts: Record<NextBest['act'], Record<string, string>> = {
  accept: { en: 'Accept the lead', ru: 'Примите лид', fa: 'سرنخ را بپذیرید' },
  prepare: { en: 'Prepare the meeting', ru: 'Подготовьтесь к встрече', fa: 'برای جلسه آماده شوید' },
  reply: { en: 'Answer their mail', ru: 'Ответьте на письмо', fa: 'به ایمیلشان پاسخ دهید' },
  call: { en: 'Call', ru: 'Позвоните', fa: 'تماس بگیرید' },
  write: { en: 'Write', ru: 'Напишите', fa: 'بنویسید' },
  meet: { en: 'Agree on a meeting', ru: 'Договоритесь о встрече', fa: 'قرار جلسه بگذارید' },
  pass: { en: 'Pass it on to sales', ru: 'Передайте в отдел продаж', fa: 'به بخش فروش بسپارید' },
  'find-out': {
    en: 'Find out and write down under “Qualified”',
    ru: 'Выясните и запишите в «Квалифицирован»',
    fa: 'دریابید و در «واجد شرایط است» بنویسید',
  },
  report: {
    en: 'Say what became of it: meeting, opportunity, won or lost',
    ru: 'Отметьте, что вышло: встреча, сделка, выиграно или проиграно',
    fa: 'بگویید چه شد: جلسه، فرصت، فروش یا از دست رفتن',
  },
  wait: { en: 'Wait for their answer', ru: 'Ждите ответа', fa: 'منتظر پاسخشان بمانید' },
  'ask-consent': {
    en: 'Don’t call and don’t write: ask when they next come to you',
    ru: 'Не звоните и не пишите: спросите согласия, когда обратятся сами',
    fa: 'نه تماس بگیرید نه بنویسید: هنگامی که خودشان آمدند اجازه بگیرید',
  },
  review: {
    en: 'Look at the rejection again, and say whether it stands',
    ru: 'Пересмотрите отказ и скажите, остаётся ли он в силе',
    fa: 'رد را دوباره بررسی کنید و بگویید پابرجاست یا نه',
  },
  close: { en: 'Nothing: this is closed', ru: 'Ничего: лид закрыт', fa: 'هیچ: این سرنخ بسته شده است' },
}

const whys: Record<NextBest['why'], Record<string, string>> = {
  meeting: { en: 'it is on {at}', ru: 'она {at}', fa: 'در {at} است' },
  replied: { en: 'they wrote on {at}', ru: 'написали {at}', fa: 'در {at} نوشته‌اند' },
  asked: {
    en: 'they asked for it themselves on {at}: {about}',
    ru: 'сами попросили {at}: {about}',
    fa: 'خودشان در {at} خواسته‌اند: {about}',
  },
  looked: {
    en: 'they were on {about} on {at}',
    ru: 'были на {about} {at}',
    fa: 'در {at} صفحهٔ {about} را دیده‌اند',
  },
  overdue: { en: 'it was due on {at}', ru: 'срок был {at}', fa: 'مهلت آن {at} بود' },
  due: { en: 'it is due by {at}', ru: 'срок до {at}', fa: 'مهلت آن تا {at} است' },
  waiting: { en: 'you wait for them since {at}', ru: 'вы ждёте с {at}', fa: 'از {at} منتظرشان هستید' },
  'no-consent': {
    en: 'they agreed to neither calls nor mails',
    ru: 'нет согласия ни на звонки, ни на письма',
    fa: 'نه به تماس رضایت داده‌اند نه به ایمیل',
  },
  disputed: { en: 'marketing disputes it', ru: 'маркетинг с ним не согласен', fa: 'بازاریابی به آن اعتراض دارد' },
  ended: { en: 'sales has not got it any more', ru: 'лид больше не у продаж', fa: 'دیگر نزد فروش نیست' },
  unanswered: { en: 'it waits for your answer', ru: 'он ждёт вашего ответа', fa: 'در انتظار پاسخ شماست' },
  missing: {
    en: '{missing} (without it this is no SQL)',
    ru: '{missing} (без этого лид не SQL)',
    fa: '{missing} (بی آن، سرنخ SQL نیست)',
  },
  open: { en: 'nothing else is due', ru: 'других сроков нет', fa: 'کار دیگری مهلت ندارد' },
}

const kinds: Record<Seen['kind'], Record<string, string>> = {
  mail: { en: 'link in a mail', ru: 'ссылка в письме', fa: 'پیوند در ایمیل' },
  page: { en: 'page', ru: 'страница', fa: 'صفحه' },
  download: { en: 'download', ru: 'скачивание', fa: 'دریافت' },
  search: { en: 'search', ru: 'поиск', fa: 'جست‌وجو' },
  form: { en: 'form', ru: 'форма', fa: 'فرم' },
}

/** The headings of a lead's story, in the reader's language. */
export function storyLabels(locale: string): Record<StoryLabel, string> {
  return Object.fromEntries(Object.entries(said).map(([name, words]) => [name, inLocale(words, locale)])) as Record<
    StoryLabel,
    string
  >
}

export function allowedInWords(one: Allowed, locale: string): string {
  return inLocale(allowed[one], locale)
}

/** What to do, and why: `Call: they asked for it themselves on 24 Nov, 10:00: A demo`. */
export function nextInWords(
  { act, why, first, missing = [] }: NextBest,
  locale: string,
  about: string,
  at: string,
): string {
  const named = missing.map((name) => findingLabel(name, locale)).join(inLocale(comma, locale))
  const reason = filledIn(inLocale(whys[why], locale), { about, at, missing: named })
  const before = first ? `${inLocale(firstAccept, locale)} ` : ''
  return `${before}${inLocale(acts[act], locale)}: ${reason}`
}

const firstAccept = {
  en: 'Accept the lead first.',
  ru: 'Сначала примите лид.',
  fa: 'نخست سرنخ را بپذیرید.',
} as const
const comma = { en: ', ', fa: '، ' } as const

/** Why somebody of sales handed the lead in, in their own words; undefined where its score did. `names` are those of people, by id. */
export function handedInWords(
  { k }: Pick<Handoff, 'k'>,
  { profile }: Pick<LeadState, 'profile'>,
  locale: string,
  names: ReadonlyMap<string, string> = new Map(),
) {
  const { qualification } = profile
  const { by, reason } = (qualification?.k === k && qualification.handedIn) || {}
  if (by === undefined || reason === undefined) return undefined
  return `${inLocale(handedIn, locale)} ${isolated(names.get(by) ?? by, locale)}: ${isolated(reason, locale)}`
}

const handedIn = { en: 'Handed in by', ru: 'Передал(а)', fa: 'سپردهٔ' } as const

/** That a lead is merged into this one: `jana@old.example: merged on 24 Nov. …`; what it did is in this story, and nobody writes to that address. `staysWith`: who keeps the hand-off, where it was opened for that address. */
export function samePersonInWords(
  { email, since, staysWith }: { email: string; since: string; staysWith?: string | undefined },
  locale: string,
): string {
  const line = filledIn(inLocale(sinceThen, locale), { email: isolated(email, locale), since: isolated(since, locale) })
  return staysWith === undefined
    ? `${line}.`
    : `${line}. ${filledIn(inLocale(stays, locale), { owner: isolated(staysWith, locale) })}`
}

const sinceThen = {
  en: '{email}: merged on {since}. What they did by it is in this story; don’t write to it any more',
  ru: '{email}: объединён {since}. Всё, что было сделано с него, есть здесь; на него больше не пишите',
  fa: '{email}: ادغام در {since}. آنچه با آن کرده‌اند در همین شرح است؛ دیگر به آن ننویسید',
} as const

const stays = {
  en: 'Handed over by that address; it stays with {owner}.',
  ru: 'Передан по этому адресу; остаётся за: {owner}.',
  fa: 'با آن نشانی واگذار شده؛ نزد {owner} می‌ماند.',
} as const

export function kindInWords(kind: Seen['kind'], locale: string): string {
  return inLocale(kinds[kind], locale)
}
