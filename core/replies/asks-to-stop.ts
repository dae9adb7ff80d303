import { plainLine } from './plain-line.ts'

/** Politeness around what is asked. */
const polite = new Set(
  [
    'hi|hello|hey|dear all|dear sir or madam|good morning|good afternoon|good day|please|thanks|thank you|thx|many thanks|asap|immediately|now|ok',
    'hallo|guten tag|guten morgen|moin|sehr geehrte damen und herren|bitte|danke|dankeschön|vielen dank|besten dank|sofort|umgehend|ab sofort|jetzt',
    'здравствуйте|добрый день|доброе утро|добрый вечер|привет|приветствую|пожалуйста|пжл|спасибо|большое спасибо|заранее спасибо|благодарю',
    'سلام|با سلام|درود|وقت بخیر|لطفا|لطفاً|خواهش میکنم|خواهشمندم|ممنون|متشکرم|با تشکر|سپاس|مرسی',
  ].flatMap((list) => list.split('|')),
)

const english = [
  'stop',
  'stop it',
  'stop this',
  'stop that',
  'stop all',
  'please stop',
  'quit',
  'opt ?out',
  'opt me out',
  'unsub',
  'unsubscribe( me)?( (from|to) (this|the|your|all|these|any)( (mailing|email|e mail|news))?( ?(list|lists|letter|newsletter|newsletters|emails|mails|e mails|mailings|messages))?)?',
  '(stop|cease|quit) (sending|writing|mailing|emailing|spamming|contacting)( (me|us))?( (any|these|this|your|more))?( (emails|mails|e mails|messages|mail|spam|newsletters|stuff))?( (to )?(me|us))?',
  'stop (the |these |your )?(emails|mails|e mails|messages|mailings|spam|newsletters?)',
  '(remove|take|delete) (me|us|my (address|email|e mail))( off| out)?( (from|of|off))?( (this|the|your|all))?( (mailing|email|e mail))?( ?(list|lists|database))?',
  '(do not|don t|dont|never) (send|write|email|e mail|mail|contact)( (me|us))?( (any more|anymore|again|any|more))?( (emails|mails|e mails|messages|mail))?( (any more|anymore|again))?',
  'no more( (emails|mails|e mails|messages|mail))?',
  'cancel( my| the| this)? subscription',
  'i (want|would like|d like|wish) to (unsubscribe|opt out)( from (this|the|your) (list|emails|mails|newsletter))?',
  'not interested( any more| anymore)? unsubscribe( me)?',
]

const german = [
  'stopp',
  'abmelden',
  'abmeldung',
  'abbestellen',
  'abbestellung',
  'austragen',
  'widerruf',
  '(newsletter|abo|abonnement|e ?mails?|werbung|mails) (abbestellen|abmelden|stoppen|kündigen|einstellen)',
  '(melden|tragen|nehmen|streichen|löschen|entfernen) sie (mich|uns|meine (adresse|e ?mail adresse|mailadresse))( bitte)?( (vom|von|aus|für))?( (dem|der|diesem|dieser|ihrem|ihrer|allen|den))?( ?(newsletter|newslettern|verteiler|verteilern|liste|mailingliste|verteilerliste|datenbank))?( (ab|aus|heraus))?',
  '(mich|uns)( bitte)?( (vom|von|aus))?( (dem|der|diesem|dieser|ihrem|ihrer))?( ?(newsletter|verteiler|liste|mailingliste|verteilerliste))? (abmelden|austragen|löschen|entfernen|streichen|nehmen)',
  '(schicken|senden|schreiben) sie (mir|uns)( bitte)? (keine( weiteren)? (e ?mails?|mails|newsletter|nachrichten|werbung|post)( mehr)?|nicht mehr|nichts mehr)',
  'keine( weiteren)? (e ?mails?|mails|newsletter|nachrichten|werbung|werbemails)( mehr)?( (senden|schicken|erhalten))?',
  'ich (möchte|will)( bitte)? (keine( weiteren)? (e ?mails?|mails|newsletter|werbung)( mehr)?( (erhalten|bekommen|haben))?|(mich )?(abmelden|austragen|abgemeldet werden|ausgetragen werden))',
  'ich (widerrufe|ziehe) (hiermit )?meine einwilligung( zurück)?',
]

const russian = [
  'стоп',
  'stop',
  'отписаться',
  'отписка',
  'отпишите',
  'отпиши',
  'отписать',
  'хочу отписаться',
  'прошу отписать',
  'отмена подписки',
  'отменить подписку',
  'отмените подписку',
  '(отпишите|отпиши|отписать|отписаться|прошу отписать)( меня| нас)?( (от|из))?( (вашей|этой|вашего|всех|своей))?( ?(рассылки|рассылок|списка|писем))?',
  '(удалите|уберите|исключите|вычеркните)( меня| нас| мой адрес)?( (из|с|от))?( (вашей|этой|вашего|всех|своей))?( ?(рассылки|рассылок|списка|базы|подписки))?',
  '(не|больше не|никогда не)( мне| нам)? ?(пишите|присылайте|шлите|отправляйте|высылайте|беспокойте|надо писать)( мне| нам| меня| нас)?( больше| никогда)?( писем| письма| рассылку| рассылки| ничего| сообщений)?',
  '(прекратите|остановите|перестаньте|хватит|прекратить)( мне| нам)? ?(рассылку|рассылки|писать|слать|присылать|спамить|спам|отправку)?( мне| нам| письма| спам)*',
  'отказ( от рассылки)?',
  'отказываюсь( от рассылки)?',
  'отказаться от рассылки',
]

const persian = [
  'لغو',
  'لغو کنید',
  'لغو کن',
  'لغو شود',
  'توقف',
  'متوقف کنید',
  'متوقف شود',
  'انصراف',
  'انصراف میدهم',
  'خروج',
  'حذف',
  'حذف کنید',
  'حذفم کنید',
  'حذف شود',
  '(من را|مرا|منو) حذف کنید',
  '(لغو|حذف|قطع)( ?(اشتراک|عضویت|ایمیل|دریافت ایمیل|خبرنامه))( من| مرا| خبرنامه)?( را| رو)?( لغو)?( کنید| شود)?',
  '(اشتراک|عضویت|ایمیل|نام|اسم|آدرس)( ?من|م)?( را| رو)? (لغو|حذف|قطع|خط) (کنید|شود|بزنید)',
  '(من را|مرا|نام من را|اسم من را|ایمیل من را) از (لیست|فهرست|خبرنامه|این لیست|این فهرست)( ?(ایمیل|شما|خود|ارسال))* (حذف|خارج|خط) ?(کنید|بزنید)',
  '(دیگر|دیگه|لطفا دیگر)?( ?برای من| به من| برایم| بهم)? ?(ایمیل|نامه|پیام|چیزی|تبلیغات)( ?ندهید| نفرستید| نفرست| ارسال نکنید| نفرستین| ندید)',
  'نمیخواهم( ایمیل( دریافت کنم)?)?',
  'ارسال نکنید',
  'نفرستید',
]

const stop = new RegExp(`^(${[...english, ...german, ...russian, ...persian].join('|')})$`)

/** Longer than this nobody writes who only wants no more mail. */
const lettersAtMost = 200

/**
 * Does this reply (without quote and signature) say nothing but that no more mail is wanted: stop, unsubscribe, abmelden, отписаться, لغو, or the like, with or without
 * politeness around it? Where it says nothing at all, the subject counts, if it is the person's own.
 */
export function onlyAsksToStop(said: string, subject = ''): boolean {
  const text = said.trim() === '' && !isAnswer(subject) ? subject : said
  if (text.length > lettersAtMost) return false
  const asked = pieces(text).filter((piece) => !polite.has(piece))
  return asked.length > 0 && asked.every((piece) => stop.test(withoutPoliteness(piece)))
}

const mentions =
  /unsubscri|opt[ -]?out|stop (sending|emailing|writing)|remove me|take me off|abmelden|abbestell|austragen|aus dem verteiler|keine (weiteren )?e?-?mails|отпи(ш|с)|рассылк|не пишите|لغو (اشتراک|عضویت)|ایمیل نفرستید|از لیست/i

/** Does a longer reply speak of wanting no more mail, which a person has to judge? */
export function mentionsStop(said: string): boolean {
  return mentions.test(plainLine(said.slice(0, 20_000)))
}

/** `Re:` and its like in other programs: the rest is the subject of what was sent. */
function isAnswer(subject: string): boolean {
  return /^(re|aw|sv|ha|отв|на|پاسخ|ре)\s*(\[\d+\])?\s*:/i.test(plainLine(subject))
}

/** What is said between full stops, commas and line breaks, in small letters without other signs. */
function pieces(text: string): string[] {
  return text
    .split(/[\n.,;:!?،؛؟…]+/u)
    .map((piece) => words(piece))
    .filter((piece) => piece !== '')
}

function words(piece: string): string {
  return plainLine(piece)
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** `please unsubscribe me thanks` asks what `unsubscribe me` asks. */
function withoutPoliteness(piece: string): string {
  let rest = piece
  for (let round = 0; round < 4; round += 1) {
    const [first = '', last = ''] = [rest.split(' ')[0], rest.split(' ').at(-1)]
    if (rest.includes(' ') && polite.has(first)) rest = rest.slice(first.length + 1)
    else if (rest.includes(' ') && polite.has(last)) rest = rest.slice(0, -last.length - 1)
    else break
  }
  return rest
}
