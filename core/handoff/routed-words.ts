import { isolated } from './isolated.ts'

/** Pieces of why a lead went to whom, as they are kept, and how they read in other languages; `$1` is what the piece names. */
const pieces: readonly { readonly en: RegExp; readonly ru: string; readonly fa: string }[] = [
  { en: /^handed the lead in$/, ru: 'вы передали этот лид сами', fa: 'خودتان این سرنخ را سپرده‌اید' },
  { en: /^had this lead before$/, ru: 'лид уже был у вас', fa: 'این سرنخ پیش‌تر نزد شما بوده است' },
  {
    en: /^(\S+) has another lead of (\S+), since ([\d-]+)$/,
    ru: 'у $1 другой лид из $2, с $3',
    fa: '$1 سرنخ دیگری از $2 دارد، از $3',
  },
  { en: /^(\S+) is a customer of (\S+), of ([\d-]+)$/, ru: '$1: клиент $2, с $3', fa: '$1 مشتری $2 است، از $3' },
  {
    en: /^round robin in (\S+), (\d+) there$/,
    ru: 'по очереди в команде $1, на месте: $2',
    fa: 'به نوبت در گروه $1، حاضر: $2',
  },
  {
    en: /^most room in (\S+): (\d+) open$/,
    ru: 'больше всего места в команде $1, открытых: $2',
    fa: 'بیشترین جا در گروه $1، باز: $2',
  },
  {
    en: /^most room in (\S+): (\d+) open of (\d+)$/,
    ru: 'больше всего места в команде $1, открытых: $2 из $3',
    fa: 'بیشترین جا در گروه $1، باز: $2 از $3',
  },
  { en: /^everybody is full$/, ru: 'у всех всё занято', fa: 'ظرفیت همه پر است' },
  {
    en: /^everybody had this week’s leads$/,
    ru: 'все уже получили лиды этой недели',
    fa: 'همه سرنخ‌های این هفته را گرفته‌اند',
  },
  { en: /^(\S+) stands in for (\S+)$/, ru: '$1 замещает $2', fa: '$1 جانشین $2 است' },
  {
    en: /^nobody of (\S+) can take it: the fallback of the policy$/,
    ru: 'в команде $1 некому: запасной по регламенту',
    fa: 'کسی از گروه $1 نمی‌تواند: جایگزین بنا بر توافق',
  },
  {
    en: /^nobody of (\S+) is there: its manager$/,
    ru: 'в команде $1 никого нет: руководитель',
    fa: 'کسی از گروه $1 نیست: سرپرست آن',
  },
  {
    en: /^nobody of (\S+) is there: an admin$/,
    ru: 'в команде $1 никого нет: администратор',
    fa: 'کسی از گروه $1 نیست: مدیر سامانه',
  },
  { en: /^not answered by (\S+) in time$/, ru: '$1 не ответил(а) вовремя', fa: '$1 به‌موقع پاسخ نداد' },
  { en: /^(\S+) is not there any more$/, ru: '$1 здесь больше не работает', fa: '$1 دیگر اینجا نیست' },
  { en: /^passed on by (\S+)$/, ru: 'передал(а) $1', fa: 'سپردهٔ $1' },
  { en: /^taken by (\S+)$/, ru: 'взял(а) $1', fa: '$1 آن را برداشت' },
]

/** Why a lead went to whom, in the reader's language; as it is kept where a piece of it has no other words, rather than half. */
export function routedInWords(routedBy: string, locale: string): string {
  const language = locale.split('-')[0]
  if (language !== 'ru' && language !== 'fa') return isolated(routedBy, locale)
  const said = routedBy.split('; ').map((piece) => {
    const known = pieces.find(({ en }) => en.test(piece))
    const named = known?.en.exec(piece)
    return known && named && known[language].replace(/\$(\d)/g, (_, n) => namedIn(named[Number(n)] ?? '', locale))
  })
  return said.every((one) => typeof one === 'string')
    ? said.join(language === 'fa' ? '؛ ' : '; ')
    : isolated(routedBy, locale)
}

/** A count in the digits of the language; a name or a date kept apart from the sentence around it, which would else run by its direction. */
function namedIn(text: string, locale: string): string {
  return /^\d+$/.test(text) ? new Intl.NumberFormat(locale).format(Number(text)) : isolated(text, locale)
}
