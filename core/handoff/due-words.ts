import { inLocale } from '../content/words.ts'
import type { Duty } from './handoff.ts'

const byWhen: Record<Duty['what'], Record<string, string>> = {
  answer: { en: 'Answer by', ru: 'Ответить до', fa: 'مهلت پاسخ' },
  call: { en: 'Call by', ru: 'Позвонить до', fa: 'مهلت تماس' },
  email: { en: 'Write by', ru: 'Написать до', fa: 'مهلت نوشتن ایمیل' },
  meeting: { en: 'Meet by', ru: 'Встретиться до', fa: 'مهلت جلسه' },
  pass: { en: 'Pass it on by', ru: 'Передать до', fa: 'مهلت سپردن به فروش' },
}

const sinceWhen: Record<Duty['what'], Record<string, string>> = {
  answer: { en: 'Answer overdue since', ru: 'Ответ просрочен с', fa: 'پاسخ دیر شده است از' },
  call: { en: 'Call overdue since', ru: 'Звонок просрочен с', fa: 'تماس دیر شده است از' },
  email: { en: 'Email overdue since', ru: 'Письмо просрочено с', fa: 'ایمیل دیر شده است از' },
  meeting: { en: 'Meeting overdue since', ru: 'Встреча просрочена с', fa: 'جلسه دیر شده است از' },
  pass: { en: 'Passing on overdue since', ru: 'Передача просрочена с', fa: 'سپردن به فروش دیر شده است از' },
}

/** What stands before the time of a duty: what is to be done by then, or since when it is overdue; in the reader's language. */
export function dueLabel(what: Duty['what'], isOverdue: boolean, locale: string): string {
  return inLocale((isOverdue ? sinceWhen : byWhen)[what], locale)
}
