import type { EmailClass } from './compiled-email.ts'
import { fallbacks } from './words.ts'

/** The words of the layout itself, as Liquid: why one gets the mail, and how to get no more. */
export interface LetterWords {
  readonly why: Readonly<Record<EmailClass, string>>
  readonly unsubscribe: string
  readonly preferences: string
}

const words: Readonly<Record<string, LetterWords>> = {
  en: {
    why: {
      marketing: 'You get this email because you agreed to hear from {{ brand.company }} by email.',
      transactional: 'You get this email because it is about something that you do with {{ brand.company }}.',
      confirmation: 'This email was sent because the address was entered in a form of {{ brand.company }}.',
      staff: 'Sent by Ripen to the people who look after this lead. Please don’t pass it on.',
    },
    unsubscribe: 'Unsubscribe',
    preferences: 'Choose what you get',
  },
  de: {
    why: {
      marketing: 'Sie bekommen diese E-Mail, weil Sie zugestimmt haben, dass {{ brand.company }} Ihnen schreibt.',
      transactional: 'Sie bekommen diese E-Mail, weil es darin um etwas geht, das Sie mit {{ brand.company }} tun.',
      confirmation: 'Diese E-Mail kommt, weil die Adresse in ein Formular von {{ brand.company }} eingetragen wurde.',
      staff: 'Von Ripen an alle, die sich um diesen Lead kümmern. Bitte nicht weitergeben.',
    },
    unsubscribe: 'Abbestellen',
    preferences: 'Auswählen, was Sie bekommen',
  },
  ru: {
    why: {
      marketing: 'Вы получили это письмо, потому что согласились получать письма от {{ brand.company }}.',
      transactional: 'Вы получили это письмо, потому что оно касается ваших дел с {{ brand.company }}.',
      confirmation: 'Это письмо отправлено, потому что адрес указали в форме {{ brand.company }}.',
      staff: 'Отправлено Ripen тем, кто отвечает за этого лида. Пожалуйста, не пересылайте.',
    },
    unsubscribe: 'Отписаться',
    preferences: 'Выбрать темы писем',
  },
  fa: {
    why: {
      marketing: 'این ایمیل را گرفته‌اید چون موافقت کرده‌اید که {{ brand.company }} برایتان ایمیل بفرستد.',
      transactional: 'این ایمیل را گرفته‌اید چون به کار شما با {{ brand.company }} مربوط است.',
      confirmation: 'این ایمیل فرستاده شد چون این نشانی در فرمی از {{ brand.company }} وارد شده است.',
      staff: 'فرستادهٔ Ripen برای کسانی که مسئول این سرنخ‌اند. لطفاً آن را برای دیگران نفرستید.',
    },
    unsubscribe: 'لغو اشتراک',
    preferences: 'انتخاب موضوع ایمیل‌ها',
  },
}

/** The layout's words in this language or the nearest that there is, at last English. */
export function letterWords(locale: string): LetterWords {
  return words[nearest(locale)] as LetterWords
}

/** Has the layout words in this language, or in the one that it is a kind of? */
export function hasLetterWords(locale: string): boolean {
  return nearest(locale) === locale.split('-')[0]
}

function nearest(locale: string): string {
  return fallbacks(locale).find((one) => Object.hasOwn(words, one)) ?? 'en'
}
