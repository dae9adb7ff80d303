import { inLocale } from '../content/words.ts'
import { isolated } from './isolated.ts'

/** A piece of why a lead went to whom: how it is kept, and how people read it; `$1` is what the piece names. */
interface Piece {
  readonly kept: RegExp
  readonly says: Readonly<Record<'en' | 'ru' | 'fa', string>>
  /** Which of what it names are people of the staff. */
  readonly people?: readonly number[]
}

const pieces: readonly Piece[] = [
  {
    kept: /^handed the lead in$/,
    says: {
      en: 'handed the lead in',
      ru: 'передал(а) этот лид по своей инициативе',
      fa: 'خودِ مسئول این سرنخ را سپرده است',
    },
  },
  {
    kept: /^had this lead before$/,
    says: { en: 'had this lead before', ru: 'уже вёл(а) этот лид', fa: 'پیش‌تر هم مسئول این سرنخ بوده است' },
  },
  {
    kept: /^(\S+) has another lead of (\S+), since ([\d-]+)$/,
    says: {
      en: '$1 has another lead of $2, since $3',
      ru: 'у $1 другой лид из $2, с $3',
      fa: '$1 سرنخ دیگری از $2 دارد، از $3',
    },
    people: [1],
  },
  {
    kept: /^(\S+) is a customer of (\S+), of ([\d-]+)$/,
    says: { en: '$1 is a customer of $2, of $3', ru: '$1: клиент $2, с $3', fa: '$1 مشتری $2 است، از $3' },
    people: [2],
  },
  {
    kept: /^round robin in (\S+), (\d+) there$/,
    says: {
      en: 'round robin in $1, $2 there',
      ru: 'по очереди в команде $1, на месте: $2',
      fa: 'به نوبت در گروه $1، حاضر: $2',
    },
  },
  {
    kept: /^most room in (\S+): (\d+) open$/,
    says: {
      en: 'most room in $1: $2 open',
      ru: 'больше всего места в команде $1, открытых: $2',
      fa: 'بیشترین جا در گروه $1، باز: $2',
    },
  },
  {
    kept: /^most room in (\S+): (\d+) open of (\d+)$/,
    says: {
      en: 'most room in $1: $2 open of $3',
      ru: 'больше всего места в команде $1, открытых: $2 из $3',
      fa: 'بیشترین جا در گروه $1، باز: $2 از $3',
    },
  },
  {
    kept: /^(\d+) for ([\w-]+)$/,
    says: { en: '$1 for $2', ru: 'из них говорят на $2: $1', fa: 'آشنا به $2: $1' },
  },
  {
    kept: /^(\d+) had this week’s leads$/,
    says: { en: '$1 had this week’s leads', ru: 'получили лиды этой недели: $1', fa: 'سهم این هفته را گرفته‌اند: $1' },
  },
  {
    kept: /^everybody is full$/,
    says: { en: 'everybody is full', ru: 'у всех всё занято', fa: 'ظرفیت همه پر است' },
  },
  {
    kept: /^everybody had this week’s leads$/,
    says: {
      en: 'everybody had this week’s leads',
      ru: 'все уже получили лиды этой недели',
      fa: 'همه سرنخ‌های این هفته را گرفته‌اند',
    },
  },
  {
    kept: /^(\S+) stands in for (\S+)$/,
    says: { en: '$1 stands in for $2', ru: '$1 замещает $2', fa: '$1 جانشین $2 است' },
    people: [1, 2],
  },
  {
    kept: /^nobody of (\S+) can take it: the fallback of the policy$/,
    says: {
      en: 'nobody of $1 can take it: the fallback of the policy',
      ru: 'в команде $1 некому: запасной по регламенту',
      fa: 'کسی از گروه $1 نمی‌تواند: جایگزین بنا بر توافق',
    },
  },
  {
    kept: /^nobody of (\S+) is there: its manager$/,
    says: {
      en: 'nobody of $1 is there: its manager',
      ru: 'в команде $1 никого нет: руководитель',
      fa: 'کسی از گروه $1 نیست: سرپرست آن',
    },
  },
  {
    kept: /^nobody of (\S+) is there: an admin$/,
    says: {
      en: 'nobody of $1 is there: an admin',
      ru: 'в команде $1 никого нет: администратор',
      fa: 'کسی از گروه $1 نیست: مدیر سامانه',
    },
  },
  {
    kept: /^not answered by (\S+) in time$/,
    says: { en: 'not answered by $1 in time', ru: '$1 не ответил(а) вовремя', fa: '$1 به‌موقع پاسخ نداد' },
    people: [1],
  },
  {
    kept: /^not called by (\S+) in time$/,
    says: { en: '$1 did not call in time', ru: '$1 не позвонил(а) вовремя', fa: '$1 به‌موقع تماس نگرفت' },
    people: [1],
  },
  {
    kept: /^not written to by (\S+) in time$/,
    says: { en: '$1 did not write in time', ru: '$1 не написал(а) вовремя', fa: '$1 به‌موقع ننوشت' },
    people: [1],
  },
  {
    kept: /^not met by (\S+) in time$/,
    says: { en: '$1 did not meet them in time', ru: '$1 не встретился(ась) вовремя', fa: '$1 به‌موقع دیدار نکرد' },
    people: [1],
  },
  {
    kept: /^not passed on by (\S+) in time$/,
    says: { en: '$1 did not pass it on in time', ru: '$1 не передал(а) вовремя', fa: '$1 به‌موقع نسپرد' },
    people: [1],
  },
  {
    kept: /^(\S+) is not there any more$/,
    says: { en: '$1 is not there any more', ru: '$1 здесь больше не работает', fa: '$1 دیگر اینجا نیست' },
    people: [1],
  },
  {
    kept: /^passed on by (\S+)$/,
    says: { en: 'passed on by $1', ru: 'передал(а) $1', fa: 'سپردهٔ $1' },
    people: [1],
  },
  { kept: /^taken by (\S+)$/, says: { en: 'taken by $1', ru: 'взял(а) $1', fa: '$1 آن را برداشت' }, people: [1] },
  // What a route asks of a lead.
  { kept: /^territory (.+)$/, says: { en: 'territory $1', ru: 'территория $1', fa: 'قلمرو $1' } },
  { kept: /^language (.+)$/, says: { en: 'language $1', ru: 'язык $1', fa: 'زبان $1' } },
  { kept: /^product (.+)$/, says: { en: 'product $1', ru: 'продукт $1', fa: 'محصول $1' } },
  {
    kept: /^(.+) as the policy says$/,
    says: { en: '$1 as the policy says', ru: '$1: как в регламенте', fa: '$1 بنا بر توافق' },
  },
]

const languages = ['en', 'ru', 'fa'] as const
const semicolons = { en: '; ', ru: '; ', fa: '؛ ' } as const
const commas = { en: ', ', ru: ', ', fa: '، ' } as const

/**
 * Why a lead went to whom, in the reader's language and with the names of people (`names`, by id) in place of their ids; as it is kept where a piece of it has no
 * other words, rather than half.
 */
export function routedInWords(
  routedBy: string,
  locale: string,
  names: ReadonlyMap<string, string> = new Map(),
): string {
  const language = languages.find((one) => one === locale.split('-')[0]) ?? 'en'
  const say = ({ piece, named }: Known) =>
    inLocale(piece.says, language).replace(/\$(\d)/g, (_, n) => {
      const text = named[Number(n)] ?? ''
      return namedIn((piece.people?.includes(Number(n)) && names.get(text)) || text, locale)
    })
  const said = partsOf(routedBy).map((part) => part.map((clause) => clause.map((one) => (one ? say(one) : undefined))))
  if (said.flat(2).includes(undefined)) return isolated(routedBy, locale)
  return said.map((part) => part.map((clause) => clause.join(commas[language])).join(': ')).join(semicolons[language])
}

/** The ids of the staff that it names. */
export function staffNamedIn(routedBy: string): string[] {
  const known = partsOf(routedBy).flat(2)
  return known.flatMap((one) => one?.piece.people?.map((n) => one.named[n] ?? '') ?? [])
}

interface Known {
  readonly piece: Piece
  readonly named: RegExpExecArray
}

/** Parts between semicolons, each perhaps with what the route asked before a colon, each of these one piece, perhaps with more after commas; undefined for what is not known. */
function partsOf(routedBy: string): (Known | undefined)[][][] {
  return routedBy.split('; ').map((part) => {
    const colon = part.search(/: (round robin|most room) in /)
    return colon < 0 ? [clause(part)] : [[knownAs(part.slice(0, colon))], clause(part.slice(colon + 2))]
  })
}

/** `round robin in x, 3 there, 2 for de, 1 had this week’s leads`: a piece, and what follows after commas. */
function clause(text: string): (Known | undefined)[] {
  const more = /(, \d+ for [\w-]+)?(, \d+ had this week’s leads)?$/.exec(text)
  const after = [more?.[1], more?.[2]].filter((one) => one !== undefined).map((one) => knownAs(one.slice(2)))
  return [knownAs(text.slice(0, more?.index)), ...after]
}

function knownAs(text: string): Known | undefined {
  for (const piece of pieces) {
    const named = piece.kept.exec(text)
    if (named) return { piece, named }
  }
  return undefined
}

/** A count in the digits of the language; a name or a date kept apart from the sentence around it, which would else run by its direction. */
function namedIn(text: string, locale: string): string {
  return /^\d+$/.test(text) ? new Intl.NumberFormat(locale).format(Number(text)) : isolated(text, locale)
}
