import { filledIn, inLocale, oneLine } from '../content/words.ts'
import { timeInWords } from '../handoff/staff-words.ts'
import { fieldInWords } from '../leads/field-words.ts'
import type { Line, LinesLetter } from '../staff/lines-letter.ts'
import { type Touch, touchNameOf } from './touch.ts'

const said = {
  subject: {
    en: 'A task for you: {what}, {lead}',
    ru: 'Задача для вас: {what}, {lead}',
    fa: 'کاری برای شما: {what}، {lead}',
  },
  intro: {
    en: 'A sequence waits for what you do and say. Answer with one of the lines below.',
    ru: 'Цепочка ждёт, что вы сделаете и что скажете. Ответьте одной из строк ниже.',
    fa: 'زنجیره‌ای چشم‌به‌راه کار و پاسخ شماست. با یکی از خط‌های زیر پاسخ دهید.',
  },
  task: { en: 'The task', ru: 'Задача', fa: 'کار' },
  call: { en: 'call', ru: 'позвонить', fa: 'تماس تلفنی' },
  post: { en: 'a letter', ru: 'отправить письмо почтой', fa: 'نامهٔ پستی' },
  what: { en: 'What', ru: 'Что', fa: 'چه' },
  how: { en: 'How', ru: 'Как', fa: 'چگونه' },
  due: { en: 'Due', ru: 'Срок', fa: 'مهلت' },
  until: { en: 'Then it goes on without you', ru: 'Потом продолжится без вас', fa: 'پس از آن بی شما ادامه می‌یابد' },
  lead: { en: 'The lead', ru: 'Лид', fa: 'سرنخ' },
  name: { en: 'Name', ru: 'Имя', fa: 'نام' },
  email: { en: 'Email', ru: 'Эл. почта', fa: 'ایمیل' },
  consent: { en: 'Allowed by', ru: 'На основании', fa: 'بر پایهٔ' },
  answer: { en: 'Your answer', ru: 'Ваш ответ', fa: 'پاسخ شما' },
  why: {
    en: 'You get this because: {why}. It is about a person: please don’t pass it on.',
    ru: 'Почему вам: {why}. Здесь личные данные: пожалуйста, не пересылайте.',
    fa: 'چرا شما: {why}. این دربارهٔ یک شخص است: لطفاً آن را برای دیگران نفرستید.',
  },
} as const

/** What is known of whom the task is about. */
export interface TaskLead {
  readonly name?: string | undefined
  readonly company?: string | undefined
  readonly phone?: string | undefined
  readonly email: string
}

/** The mail that tells somebody of a task, in their language and zone. */
export function taskLetter(task: Touch, lead: TaskLead, locale: string, zone: string): LinesLetter {
  const say = (name: keyof typeof said, values: Record<string, string> = {}) =>
    filledIn(inLocale(said[name], locale), values)
  const what = task.what === 'call' || task.what === 'post' ? say(task.what) : (task.what ?? '')
  const at = (instant: string | undefined) => (instant ? timeInWords(Date.parse(instant), locale, zone) : undefined)
  const lines = (given: readonly (readonly [string, string | undefined])[]): Line[] =>
    given.flatMap(([label, value]): Line[] => (value ? [[label, value]] : []))
  const who = lead.name ?? lead.company ?? lead.email
  return {
    subject: oneLine(say('subject', { what, lead: who })).slice(0, 300),
    intro: say('intro'),
    sections: [
      {
        heading: say('task'),
        lines: lines([
          [say('what'), what],
          [say('how'), task.how],
          [say('due'), at(task.due)],
          [say('until'), at(task.until)],
          [say('consent'), task.channel && task.because],
        ]),
      },
      {
        heading: say('lead'),
        lines: lines([
          [say('name'), lead.name],
          [fieldInWords('company', locale), lead.company],
          [fieldInWords('phone', locale), lead.phone],
          [say('email'), lead.email],
        ]),
      },
      {
        heading: say('answer'),
        lines: (task.answers ?? []).map(
          (answer): Line => [answer, `npx ripen tasks answer ${touchNameOf(task)} ${answer}`],
        ),
      },
    ],
    why: say('why', { why: task.ownerBecause ?? '' }),
  }
}
