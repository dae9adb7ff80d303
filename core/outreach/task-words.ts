import { oneLine, sayingIn } from '../content/words.ts'
import { isolated } from '../handoff/isolated.ts'
import { timeInWords } from '../handoff/staff-words.ts'
import { fieldInWords } from '../leads/field-words.ts'
import type { Line, LinesLetter } from '../staff/lines-letter.ts'
import type { Touch } from './touch.ts'

const said = {
  subject: {
    en: 'A task for you: {what}, {lead}',
    ru: 'Задача для вас: {what}, {lead}',
    fa: 'کاری برای شما: {what}، {lead}',
  },
  intro: {
    en: 'A sequence waits for what you do. Say what came of it on the page behind the button.',
    ru: 'Цепочка ждёт, что вы сделаете. Скажите, что получилось, на странице по кнопке.',
    fa: 'زنجیره‌ای چشم‌به‌راه کار شماست. نتیجه را در صفحهٔ پشت این دکمه بگویید.',
  },
  open: { en: 'Open the task', ru: 'Открыть задачу', fa: 'باز کردن کار' },
  title: { en: '{what}: {lead}', ru: '{what}: {lead}', fa: '{what}: {lead}' },
  task: { en: 'The task', ru: 'Задача', fa: 'کار' },
  call: { en: 'call', ru: 'позвонить', fa: 'تماس تلفنی' },
  post: { en: 'send a letter', ru: 'отправить письмо почтой', fa: 'فرستادن نامهٔ پستی' },
  reply: { en: 'reply', ru: 'ответить', fa: 'پاسخ دادن' },
  research: { en: 'look it up', ru: 'узнать', fa: 'جست‌وجو' },
  what: { en: 'What', ru: 'Что', fa: 'چه' },
  how: { en: 'How', ru: 'Как', fa: 'چگونه' },
  due: { en: 'Due', ru: 'Срок', fa: 'مهلت' },
  until: { en: 'Then it goes on without you', ru: 'Потом продолжится без вас', fa: 'پس از آن بی شما ادامه می‌یابد' },
  lead: { en: 'The lead', ru: 'Лид', fa: 'سرنخ' },
  name: { en: 'Name', ru: 'Имя', fa: 'نام' },
  email: { en: 'Email', ru: 'Эл. почта', fa: 'ایمیل' },
  consent: { en: 'Allowed by', ru: 'На основании', fa: 'بر پایهٔ' },
  answer: { en: 'What came of it?', ru: 'Что получилось?', fa: 'نتیجه چه شد؟' },
  note: {
    en: 'What else there is to say (may stay empty)',
    ru: 'Что ещё добавить (можно не заполнять)',
    fa: 'نکتهٔ دیگر (می‌تواند خالی بماند)',
  },
  send: { en: 'Say so', ru: 'Ответить', fa: 'ثبت پاسخ' },
  stored: {
    en: 'Stored: the sequence goes on by it.',
    ru: 'Записано: цепочка продолжается.',
    fa: 'ثبت شد: زنجیره بر پایهٔ آن ادامه می‌یابد.',
  },
  choose: {
    en: 'Please choose one of the answers.',
    ru: 'Выберите один из ответов.',
    fa: 'یکی از پاسخ‌ها را برگزینید.',
  },
  late: {
    en: 'This came too late, and is kept beside.',
    ru: 'Это пришло слишком поздно; запись сохранена отдельно.',
    fa: 'این پاسخ دیر رسید و در کنار نگه داشته شد.',
  },
  answered: {
    en: 'It is answered by {by}: {answer}.',
    ru: 'Ответ дал(а) {by}: {answer}.',
    fa: '{by} پاسخ داده است: {answer}.',
  },
  unanswered: {
    en: 'Nobody waits for this task any more.',
    ru: 'Эту задачу больше никто не ждёт.',
    fa: 'دیگر کسی در انتظار این کار نیست.',
  },
  done: { en: 'done', ru: 'сделано', fa: 'انجام شد' },
  'not-reached': { en: 'not reached', ru: 'не удалось связаться', fa: 'تماس برقرار نشد' },
  'was-answered': { en: 'answered', ru: 'ответ дан', fa: 'پاسخ داده شد' },
  'no-answer-needed': { en: 'needs no answer', ru: 'ответ не нужен', fa: 'نیازی به پاسخ نیست' },
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

type Say = ReturnType<typeof sayingIn<keyof typeof said>>

function whatInWords({ what = '' }: Touch, say: Say): string {
  const isKnown = what === 'call' || what === 'post' || what === 'reply' || what === 'research'
  return isKnown ? say(what) : what.replaceAll('-', ' ')
}

/** The mail that tells somebody of a task, in their language and zone; `openUrl` leads to its page. */
export function taskLetter(task: Touch, lead: TaskLead, openUrl: string, locale: string, zone: string): LinesLetter {
  const say = sayingIn(said, locale)
  return {
    subject: oneLine(say('subject', { what: whatInWords(task, say), lead: whoIs(lead) })).slice(0, 300),
    intro: say('intro'),
    button: { label: say('open'), url: openUrl },
    sections: taskInWords(task, lead, locale, zone).sections,
    why: say('why', { why: isolated(task.ownerBecause ?? '', locale) }),
  }
}

/** What is to be done, and for whom. */
export function taskInWords(
  task: Touch,
  lead: TaskLead,
  locale: string,
  zone: string,
): { readonly title: string; readonly sections: LinesLetter['sections'] } {
  const say = sayingIn(said, locale)
  const what = whatInWords(task, say)
  const at = (instant: string | undefined) => (instant ? timeInWords(Date.parse(instant), locale, zone) : undefined)
  const lines = (given: readonly (readonly [string, string | undefined])[]): Line[] =>
    given.flatMap(([label, value]): Line[] => (value ? [[label, value]] : []))
  return {
    title: say('title', { what, lead: whoIs(lead) }),
    sections: [
      {
        heading: say('task'),
        lines: lines([
          [say('what'), what],
          [say('how'), task.how],
          [say('due'), at(task.due)],
          [say('until'), at(task.until)],
          [say('consent'), task.channel && task.because?.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (one) => at(one) ?? one)],
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
    ],
  }
}

function whoIs({ name, company, email }: TaskLead): string {
  return name ?? company ?? email
}

/** What the page of a task says beside it; `by` is the name of who answered. */
export function taskPageWords({ answer }: Touch, by: string | undefined, locale: string) {
  const say = sayingIn(said, locale)
  const answerNamed = (id: string) => {
    if (id === 'answered') return say('was-answered')
    const isKnown = id === 'done' || id === 'not-reached' || id === 'no-answer-needed'
    return isKnown ? say(id) : id.replaceAll('-', ' ')
  }
  return {
    answer: say('answer'),
    note: say('note'),
    send: say('send'),
    stored: say('stored'),
    choose: say('choose'),
    late: say('late'),
    over: answer ? say('answered', { by: by ?? answer.by, answer: answerNamed(answer.answer) }) : say('unanswered'),
    answerNamed,
  }
}
