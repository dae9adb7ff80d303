import { inLocale, type Words } from '../content/words.ts'
import { emailRefusals } from './email-refusals.ts'

/** Why an answer is not taken, in words for the person who gave it; `{bound}` is the form's own limit, never the given value. */
export const fieldRefusals = {
  required: {
    en: 'This is needed. Please fill it in.',
    de: 'Das wird gebraucht. Bitte füllen Sie es aus.',
    ru: 'Это поле нужно заполнить.',
    fa: 'این را باید پر کنید.',
  },
  unticked: {
    en: 'Please tick this box.',
    de: 'Bitte kreuzen Sie dieses Kästchen an.',
    ru: 'Отметьте это поле.',
    fa: 'این خانه را علامت بزنید.',
  },
  'one-value': {
    en: 'Give one answer only.',
    de: 'Geben Sie nur eine Antwort.',
    ru: 'Дайте только один ответ.',
    fa: 'فقط یک پاسخ بدهید.',
  },
  text: {
    en: 'Write text here.',
    de: 'Schreiben Sie hier Text.',
    ru: 'Напишите здесь текст.',
    fa: 'این‌جا متن بنویسید.',
  },
  'text-too-long': {
    en: 'This is too long: at most {bound} characters.',
    de: 'Das ist zu lang: höchstens {bound} Zeichen.',
    ru: 'Слишком длинно: не более {bound} знаков.',
    fa: 'این بیش از اندازه بلند است: حداکثر {bound} نویسه.',
  },
  'line-break': {
    en: 'Write this in one line.',
    de: 'Schreiben Sie das in eine Zeile.',
    ru: 'Напишите это в одну строку.',
    fa: 'این را در یک سطر بنویسید.',
  },
  'text-characters': {
    en: 'There is a character here that can’t be used, perhaps one that you don’t see.',
    de: 'Hier steht ein Zeichen, das nicht geht, vielleicht eines, das man nicht sieht.',
    ru: 'Здесь есть недопустимый знак, возможно невидимый.',
    fa: 'این‌جا نویسه‌ای هست که نمی‌توان به کار برد، شاید نادیدنی.',
  },
  phone: {
    en: 'Write the number with its country, for example +49 30 1234567.',
    de: 'Schreiben Sie die Nummer mit der Vorwahl des Landes, zum Beispiel +49 30 1234567.',
    ru: 'Напишите номер с кодом страны, например +49 30 1234567.',
    fa: 'شماره را با کد کشور بنویسید، مانند \u2066+49 30 1234567\u2069.',
  },
  number: {
    en: 'Write a number, for example 42.',
    de: 'Schreiben Sie eine Zahl, zum Beispiel 42.',
    ru: 'Напишите число, например 42.',
    fa: 'یک عدد بنویسید، مانند ۴۲.',
  },
  'too-small': {
    en: 'Write {bound} or more.',
    de: 'Schreiben Sie {bound} oder mehr.',
    ru: 'Напишите {bound} или больше.',
    fa: '{bound} یا بیشتر بنویسید.',
  },
  'too-large': {
    en: 'Write {bound} or less.',
    de: 'Schreiben Sie {bound} oder weniger.',
    ru: 'Напишите {bound} или меньше.',
    fa: '{bound} یا کمتر بنویسید.',
  },
  option: {
    en: 'Choose one of the answers offered.',
    de: 'Wählen Sie eine der angebotenen Antworten.',
    ru: 'Выберите один из предложенных ответов.',
    fa: 'یکی از پاسخ‌های پیشنهادشده را برگزینید.',
  },
  checkbox: {
    en: 'Tick this box or leave it empty (on, true, or absent).',
    de: 'Kreuzen Sie dieses Kästchen an oder lassen Sie es leer (on, true oder nichts).',
    ru: 'Отметьте это поле или оставьте пустым (on, true или ничего).',
    fa: 'این خانه را علامت بزنید یا خالی بگذارید (on، true یا هیچ).',
  },
  'unknown-field': {
    en: 'This form has no such field.',
    de: 'Dieses Formular hat kein solches Feld.',
    ru: 'В этой форме нет такого поля.',
    fa: 'این فرم چنین فیلدی ندارد.',
  },
  'unknown-topic': {
    en: 'This form does not ask for consent to such a topic.',
    de: 'Dieses Formular fragt nicht nach einer Einwilligung zu einem solchen Thema.',
    ru: 'Эта форма не спрашивает согласия на такую тему.',
    fa: 'این فرم برای چنین موضوعی رضایت نمی‌خواهد.',
  },
  consent: {
    en: 'Write consent as { "<topic>": true }, or as consent.<topic>=on in a form post.',
    de: 'Schreiben Sie die Einwilligung als { "<topic>": true } oder in einem Formular als consent.<topic>=on.',
    ru: 'Запишите согласие как { "<topic>": true }, а в данных формы как consent.<topic>=on.',
    fa: 'رضایت را به شکل { "<topic>": true } بنویسید، و در فرم به شکل consent.<topic>=on.',
  },
  locale: {
    en: 'Write a language like en, fa or pt-BR.',
    de: 'Schreiben Sie eine Sprache wie en, fa oder pt-BR.',
    ru: 'Укажите язык, например en, fa или pt-BR.',
    fa: 'زبان را مانند en، fa یا pt-BR بنویسید.',
  },
} as const satisfies Record<string, Words>

/** Why one answer is not taken; `bound` is the form's limit that it breaks. */
export interface Refusal {
  readonly code: keyof typeof fieldRefusals | keyof typeof emailRefusals
  readonly bound?: number
}

const all: Record<string, Words> = { ...emailRefusals, ...fieldRefusals }

/** The refusal of an answer in the visitor's language. */
export function inWords({ code, bound }: Refusal, locale: string): string {
  return inLocale(all[code] ?? code, locale).replace('{bound}', String(bound))
}
