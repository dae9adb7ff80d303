import { sayingIn } from '../../content/words.ts'

const said = {
  and: { en: '; ', ru: '; ', fa: '؛ ' },
  title: {
    en: 'What marketing and sales promise each other',
    ru: 'Что маркетинг и продажи обещают друг другу',
    fa: 'تعهد بازاریابی و فروش به یکدیگر',
  },
  stages: { en: 'What we call whom', ru: 'Кого как называем', fa: 'چه کسی را چه می‌نامیم' },
  noFunnel: {
    en: 'Nothing was agreed on the stages yet.',
    ru: 'О стадиях ещё не договорились.',
    fa: 'هنوز دربارهٔ مرحله‌ها توافقی نشده است.',
  },
  visitor: { en: 'Visitor', ru: 'Посетитель', fa: 'بازدیدکننده' },
  subscriber: { en: 'Subscriber', ru: 'Подписчик', fa: 'مشترک' },
  lead: { en: 'Lead', ru: 'Лид', fa: 'سرنخ' },
  mql: { en: 'MQL', ru: 'MQL', fa: 'MQL' },
  'sales-ready': { en: 'Sales-ready', ru: 'Готов к продаже', fa: 'آمادهٔ فروش' },
  sql: { en: 'SQL', ru: 'SQL', fa: 'SQL' },
  opportunity: { en: 'Opportunity', ru: 'Сделка', fa: 'فرصت فروش' },
  customer: { en: 'Customer', ru: 'Клиент', fa: 'مشتری' },
  finds: {
    en: 'Sales writes down: {what}.',
    ru: 'Продажи записывают: {what}.',
    fa: 'فروش این‌ها را می‌نویسد: {what}.',
  },
  ready: { en: 'When a lead goes to sales', ru: 'Когда лид уходит в продажи', fa: 'سرنخ چه زمانی به فروش می‌رسد' },
  noModel: {
    en: 'No scoring model was agreed on yet: no lead goes to sales by its score.',
    ru: 'О модели оценки ещё не договорились: по баллам в продажи не уходит никто.',
    fa: 'هنوز دربارهٔ مدل امتیازدهی توافقی نشده است: هیچ سرنخی با امتیاز به فروش نمی‌رسد.',
  },
  bar: {
    en: 'at least {score} points, of them at least {fit} for fit and {interest} for interest',
    ru: 'не меньше {score} баллов, из них не меньше {fit} за соответствие и {interest} за интерес',
    fa: 'دست‌کم {score} امتیاز، از آن دست‌کم {fit} برای تناسب و {interest} برای علاقه',
  },
  indicators: {
    en: 'And at least {held} of these {all} indicators hold; sales asks about them:',
    ru: 'И выполнены не меньше {held} из {all} признаков; продажи о них спрашивают:',
    fa: 'و دست‌کم {held} نشانه از این {all} نشانه برقرار است؛ فروش دربارهٔ آن‌ها می‌پرسد:',
  },
  drops: {
    en: 'It is no longer sales-ready under {score} points.',
    ru: 'Ниже {score} баллов лид больше не готов к продаже.',
    fa: 'زیر {score} امتیاز دیگر آمادهٔ فروش نیست.',
  },
  bounds: {
    en: 'Sales may set the bar between {least} and {most} points without another agreement.',
    ru: 'Продажи могут сами менять планку от {least} до {most} баллов.',
    fa: 'فروش می‌تواند حد نصاب را میان {least} و {most} امتیاز بدون توافق تازه تعیین کند.',
  },
  marketingOwes: { en: 'What marketing promises', ru: 'Что обещает маркетинг', fa: 'تعهد بازاریابی' },
  volume: { en: 'New MQLs a month', ru: 'Новых MQL в месяц', fa: 'MQL تازه در ماه' },
  quality: { en: 'Quality', ru: 'Качество', fa: 'کیفیت' },
  accepted: {
    en: 'sales accepts at least {share} of what is handed over',
    ru: 'продажи принимают не меньше {share} переданных лидов',
    fa: 'فروش دست‌کم {share} از سرنخ‌های واگذارشده را می‌پذیرد',
  },
  salesOwes: { en: 'What sales promises', ru: 'Что обещают продажи', fa: 'تعهد فروش' },
  marketing: { en: 'Marketing', ru: 'Маркетинг', fa: 'بازاریابی' },
  sales: { en: 'Sales', ru: 'Продажи', fa: 'فروش' },
  'sales-development': { en: 'Sales development', ru: 'Развитие продаж', fa: 'توسعهٔ فروش' },
  within: { en: 'within {time}', ru: 'в течение: {time}', fa: 'در {time}' },
  atPriority: {
    en: '{time} at priority {priority}',
    ru: '{time} при приоритете {priority}',
    fa: '{time} در اولویت {priority}',
  },
  warned: { en: 'reminded after {time}', ru: 'напоминание через {time}', fa: 'یادآوری پس از {time}' },
  proof: { en: 'done by {proof}', ru: 'выполняется так: {proof}', fa: 'انجامش با {proof}' },
  how: { en: 'how: {how}', ru: 'как: {how}', fa: 'چگونه: {how}' },
  breach: { en: 'What follows when it is not kept', ru: 'Что будет, если срок пропущен', fa: 'اگر مهلت از دست برود' },
  ownerTold: {
    en: '{time} after the hand-off: whoever has the lead is told.',
    ru: 'Через {time} после передачи: сообщаем ответственному.',
    fa: '{time} پس از واگذاری: به مسئول سرنخ خبر می‌دهیم.',
  },
  managerTold: {
    en: '{time} after the hand-off: their manager is told.',
    ru: 'Через {time} после передачи: сообщаем руководителю.',
    fa: '{time} پس از واگذاری: به مدیر خبر می‌دهیم.',
  },
  reassigned: {
    en: '{time} after the hand-off: somebody else of the team gets the lead.',
    ru: 'Через {time} после передачи: лида получает другой сотрудник.',
    fa: '{time} پس از واگذاری: سرنخ به فرد دیگری از تیم می‌رسد.',
  },
  recycled: {
    en: '{time} after the hand-off: the lead goes back to nurturing.',
    ru: 'Через {time} после передачи: лид возвращается на прогрев.',
    fa: '{time} پس از واگذاری: سرنخ به پرورش بازمی‌گردد.',
  },
  routes: { en: 'Who gets which lead', ru: 'Кому какой лид', fa: 'کدام سرنخ به چه کسی می‌رسد' },
  claimed: {
    en: 'Whoever has its company, or spoke with the lead before, gets it; else the first of these that fits:',
    ru: 'Лида получает тот, кто ведёт его компанию или уже говорил с ним; иначе первое, что подходит:',
    fa: 'سرنخ به کسی می‌رسد که مسئول شرکت اوست یا پیش‌تر با او گفت‌وگو کرده؛ وگرنه نخستین موردی که برقرار است:',
  },
  territory: { en: 'from {of}', ru: 'страна или регион: {of}', fa: 'از {of}' },
  language: { en: 'speaks {of}', ru: 'язык: {of}', fa: 'زبان: {of}' },
  product: { en: 'interested in {of}', ru: 'интересуется: {of}', fa: 'علاقه‌مند به {of}' },
  allOthers: { en: 'all others', ru: 'все остальные', fa: 'دیگران' },
  inTurn: { en: 'team {team}, in turn', ru: 'команда {team}, по очереди', fa: 'تیم {team}، به نوبت' },
  byCapacity: {
    en: 'team {team}, whoever has most room',
    ru: 'команда {team}, у кого больше места',
    fa: 'تیم {team}، هر که ظرفیت بیشتری دارد',
  },
  passes: {
    en: 'which qualifies it and passes it on to team {team}',
    ru: 'квалифицирует и передаёт команде {team}',
    fa: 'ارزیابی می‌کند و به تیم {team} می‌سپارد',
  },
  fallback: {
    en: 'Where nobody of a team is there: {who}.',
    ru: 'Если в команде никого нет: {who}.',
    fa: 'اگر کسی از تیم در دسترس نباشد: {who}.',
  },
  urgent: { en: 'What is urgent', ru: 'Что срочно', fa: 'چه چیزی فوری است' },
  byScore: {
    en: 'Priority 1 to 4 follows from the score: fit, interest and indicators.',
    ru: 'Приоритет от 1 до 4 следует из оценки: соответствие, интерес, признаки.',
    fa: 'اولویت ۱ تا ۴ از امتیاز به دست می‌آید: تناسب، علاقه و نشانه‌ها.',
  },
  priority: { en: 'Priority {n}', ru: 'Приоритет {n}', fa: 'اولویت {n}' },
  hours: { en: 'When we work', ru: 'Когда мы работаем', fa: 'ساعت کاری ما' },
  everybody: { en: 'Everybody', ru: 'Все', fa: 'همه' },
  team: { en: 'Team {team}', ru: 'Команда {team}', fa: 'تیم {team}' },
  zone: { en: 'clock of {zone}', ru: 'часовой пояс {zone}', fa: 'به وقت {zone}' },
  holidays: { en: 'public holidays of {of}', ru: 'праздники: {of}', fa: 'تعطیلات رسمی {of}' },
  daysOff: {
    en: 'Days off, or with hours of their own',
    ru: 'Выходные и короткие дни',
    fa: 'روزهای تعطیل یا با ساعت ویژه',
  },
  counted: {
    en: 'All times above are working time of whoever has the lead.',
    ru: 'Все сроки — рабочее время ответственного.',
    fa: 'همهٔ زمان‌های بالا زمان کاری مسئول سرنخ است.',
  },
  answers: {
    en: 'What sales answers, and what follows',
    ru: 'Что отвечают продажи и что дальше',
    fa: 'پاسخ فروش و پیامد آن',
  },
  reject: { en: 'Not taken, because', ru: 'Не берём, потому что', fa: 'نپذیرفتن، چون' },
  recycle: { en: 'Given back, because', ru: 'Возвращаем, потому что', fa: 'بازگرداندن، چون' },
  lost: { en: 'Lost, because', ru: 'Проиграли, потому что', fa: 'از دست رفت، چون' },
  lostLater: {
    en: 'A lost lead is nurtured again after {time} of the calendar.',
    ru: 'Проигранный лид снова прогревается через {time} по календарю.',
    fa: 'سرنخ ازدست‌رفته پس از {time} تقویمی دوباره پرورش داده می‌شود.',
  },
  mayCall: {
    en: 'Sales calls who consented to “{topic}”.',
    ru: 'Продажи звонят тем, кто согласился на «{topic}».',
    fa: 'فروش با کسانی تماس می‌گیرد که به «{topic}» رضایت داده‌اند.',
  },
  mayMail: {
    en: 'Sales mails who consented to “{topic}”.',
    ru: 'Продажи пишут тем, кто согласился на «{topic}».',
    fa: 'فروش به کسانی ایمیل می‌زند که به «{topic}» رضایت داده‌اند.',
  },
  agreed: { en: 'Who agreed', ru: 'Кто согласовал', fa: 'چه کسانی توافق کردند' },
  policy: { en: 'SLA policy', ru: 'Правила SLA', fa: 'سیاست SLA' },
  model: { en: 'Scoring model', ru: 'Модель оценки', fa: 'مدل امتیازدهی' },
  funnel: { en: 'Funnel', ru: 'Воронка', fa: 'قیف' },
  version: { en: '{id}, version {n}', ru: '{id}, версия {n}', fa: '{id}، نسخهٔ {n}' },
  by: { en: '{side}: {who}, {at}', ru: '{side}: {who}, {at}', fa: '{side}: {who}، {at}' },
  notBy: { en: '{side}: not agreed', ru: '{side}: не согласовано', fa: '{side}: توافق نشده' },
} as const satisfies Record<string, Record<'en' | 'ru' | 'fa', string>>
export type AgreementWord = keyof typeof said

/** The sentences of the agreement in one language, with their values filled in. */
export function agreementWords(locale: string): (name: AgreementWord, values?: Record<string, string>) => string {
  return sayingIn(said, locale)
}

/** `a, b and c`. */
export function listInWords(
  all: readonly string[],
  locale: string,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  return new Intl.ListFormat(locale, { type }).format(all)
}
