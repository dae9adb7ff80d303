import { oneLine, sayingIn } from '../content/words.ts'
import type { LinesLetter } from '../staff/lines-letter.ts'

const said = {
  subject: { en: 'A reply from {who}', ru: 'Ответ на письмо: {who}', fa: 'پاسخ به ایمیل: {who}' },
  owner: {
    en: 'You have this lead. Answer this mail, and your answer goes to them.',
    ru: 'Этот лид у вас. Ответьте на это письмо — ответ уйдёт прямо отправителю.',
    fa: 'این سرنخ با شماست. به همین ایمیل پاسخ دهید؛ پاسخ شما به خود او می‌رسد.',
  },
  marketing: {
    en: 'Nobody of sales has this lead now. Answer this mail, and your answer goes to them.',
    ru: 'Сейчас этот лид не у отдела продаж. Ответьте на это письмо — ответ уйдёт прямо отправителю.',
    fa: 'این سرنخ اکنون با فروش نیست. به همین ایمیل پاسخ دهید؛ پاسخ شما به خود او می‌رسد.',
  },
  stops: {
    en: 'They may ask for no more mail: read it, and if so, have an admin stop it (suppress).',
    ru: 'Похоже, просят больше не писать: прочтите и, если так, попросите администратора остановить письма (suppress).',
    fa: 'شاید خواسته‌اند دیگر ایمیلی نگیرند: بخوانید و اگر چنین است از مدیر بخواهید ایمیل‌ها را قطع کند (suppress).',
  },
  wrote: { en: 'What they wrote', ru: 'Что написали', fa: 'آنچه نوشته‌اند' },
  from: { en: 'From', ru: 'От кого', fa: 'فرستنده' },
  lead: { en: 'The mail went to', ru: 'Письмо было отправлено', fa: 'ایمیل به این نشانی رفته بود' },
  about: { en: 'Subject', ru: 'Тема', fa: 'موضوع' },
  text: { en: 'Text', ru: 'Текст', fa: 'متن' },
  empty: { en: '(no text)', ru: '(без текста)', fa: '(بدون متن)' },
  removed: { en: 'Removed from it', ru: 'Вложения удалены', fa: 'پیوست‌های برداشته‌شده' },
  removedWhy: {
    en: '{names}\nRipen passes no attachments on. Ask for what you need in your answer.',
    ru: '{names}\nRipen не пересылает вложения. Попросите нужное в ответе.',
    // The first letters decide which way the whole runs, and names of files are Latin ones.
    fa: 'پیوست‌ها را Ripen نمی‌فرستد؛ آنچه لازم دارید در پاسخ بخواهید:\n{names}',
  },
  note: { en: 'Please note', ru: 'Обратите внимание', fa: 'توجه' },
  cut: {
    en: 'The mail is very large: only its beginning is here.',
    ru: 'Письмо очень большое: здесь только его начало.',
    fa: 'ایمیل بسیار بزرگ است: تنها آغاز آن اینجاست.',
  },
  why: {
    en: 'Sent by Ripen to whoever answers for this lead. Please don’t pass it on.',
    ru: 'Отправлено Ripen тому, кто отвечает за этого лида. Пожалуйста, не пересылайте.',
    fa: 'این ایمیل را Ripen برای مسئول این سرنخ فرستاده است. لطفاً آن را برای دیگران نفرستید.',
  },
} as const

/** So much of a reply is passed on: what is longer is a document. */
const textAtMost = 20_000

export interface ForwardedReply {
  /** Who wrote it, as their mail says. */
  readonly from: { readonly name: string; readonly address: string } | undefined
  /** The lead's address, and its name where it gave one. */
  readonly lead: { readonly email: string; readonly name: string | undefined }
  readonly subject: string
  readonly text: string
  readonly attachments: readonly string[]
  readonly isCut: boolean
  readonly mentionsStop: boolean
  /** Goes to the owner of the lead's hand-off; else to marketing. */
  readonly toOwner: boolean
}

/** The mail by which a reply comes to whoever answers it, in the reader's language. */
export function forwardLetter(reply: ForwardedReply, locale: string): LinesLetter {
  const say = sayingIn(said, locale)
  const { from, lead, attachments } = reply
  const name = from?.name || lead.name
  const address = from?.address ?? lead.email
  const who = name ? `${oneLine(name)}, ${address}` : address
  const isOther = address.toLowerCase() !== lead.email.toLowerCase()
  const isLong = reply.text.length > textAtMost
  const intro = [say(reply.toOwner ? 'owner' : 'marketing'), ...(reply.mentionsStop ? [say('stops')] : [])]
  return {
    subject: oneLine(say('subject', { who: name ? oneLine(name) : address })).slice(0, 300),
    intro: intro.join(' '),
    sections: [
      {
        heading: say('wrote'),
        lines: [
          [say('from'), who],
          ...(isOther ? ([[say('lead'), lead.email]] as const) : []),
          [say('about'), oneLine(reply.subject).slice(0, 300)],
          [say('text'), reply.text.slice(0, textAtMost) || say('empty')],
          ...(attachments.length > 0
            ? ([[say('removed'), say('removedWhy', { names: attachments.map(oneLine).join('\n') })]] as const)
            : []),
          ...(reply.isCut || isLong ? ([[say('note'), say('cut')]] as const) : []),
        ],
      },
    ],
    why: say('why'),
  }
}
