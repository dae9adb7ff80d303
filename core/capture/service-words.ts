import { oneLine, sayingIn } from '../content/words.ts'
import type { LeadAnswer } from '../handoff/lead-answers.ts'
import type { LinesLetter } from '../staff/lines-letter.ts'

const said = {
  subject: { en: 'Somebody asks for help: {who}', ru: 'Просят помощи: {who}', fa: 'درخواست پشتیبانی: {who}' },
  customer: {
    en: 'A customer since {day}. Answer this mail, and your answer goes to them.',
    ru: 'Клиент с {day}. Ответьте на это письмо — ответ уйдёт прямо клиенту.',
    fa: 'مشتری از {day}. به همین ایمیل پاسخ دهید؛ پاسخ شما به خود او می‌رسد.',
  },
  nobodys: {
    en: 'Not a customer that we know. Answer this mail, and your answer goes to them.',
    ru: 'Среди клиентов не значится. Ответьте на это письмо — ответ уйдёт прямо отправителю.',
    fa: 'در میان مشتریان شناخته‌شده نیست. به همین ایمیل پاسخ دهید؛ پاسخ شما به خود او می‌رسد.',
  },
  standIn: {
    en: 'Nobody of the team “{team}” is there, so that you get it.',
    ru: 'В команде «{team}» никого нет, поэтому письмо пришло вам.',
    fa: 'کسی از تیم «{team}» نیست؛ برای همین این ایمیل به شما رسید.',
  },
  asked: { en: 'What they wrote', ru: 'Что написали', fa: 'آنچه نوشته‌اند' },
  from: { en: 'From', ru: 'От кого', fa: 'فرستنده' },
  form: { en: 'Form', ru: 'Форма', fa: 'فرم' },
  why: {
    en: 'Sent by Ripen to the people of support. Please don’t pass it on.',
    ru: 'Отправлено Ripen сотрудникам поддержки. Пожалуйста, не пересылайте.',
    fa: 'این ایمیل را Ripen برای همکاران پشتیبانی فرستاده است. لطفاً آن را برای دیگران نفرستید.',
  },
} as const

export interface ServiceRequest {
  readonly email: string
  /** As the person gave it; empty where they gave none. */
  readonly name: string
  readonly formTitle: string
  /** What was posted, in the reader's language. */
  readonly answers: readonly LeadAnswer[]
  /** The day since when they are a customer, in words. */
  readonly customerSince?: string | undefined
  /** The team that nobody is of. */
  readonly standsInFor?: string | undefined
}

/** The mail to support about what somebody asked by a form, in the reader's language. */
export function serviceLetter(request: ServiceRequest, locale: string): LinesLetter {
  const say = sayingIn(said, locale)
  const { email, name, formTitle, answers, customerSince, standsInFor } = request
  const who = customerSince === undefined ? say('nobodys') : say('customer', { day: customerSince })
  const intro = standsInFor === undefined ? who : `${who} ${say('standIn', { team: standsInFor })}`
  return {
    subject: oneLine(say('subject', { who: name === '' ? email : name })),
    intro,
    sections: [
      {
        heading: say('asked'),
        lines: [
          [say('from'), name === '' ? email : `${name}, ${email}`],
          [say('form'), formTitle],
          ...answers.map(({ label, value }) => [label, value] as const),
        ],
      },
    ],
    why: say('why'),
  }
}
