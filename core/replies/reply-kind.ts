import { onlyAsksToStop } from './asks-to-stop.ts'
import { plainLine } from './plain-line.ts'
import { headerOf, type ReceivedMail } from './received-mail.ts'
import type { VisibleText } from './visible-text.ts'

/**
 * Who a mail that came in is from. `person`: somebody wrote. `stop`: somebody wrote that they want no more mail, and nothing else. `out-of-office`: a program says
 * that they are away. `automatic`: another program answered. `bounce`: a server could not deliver. `own`: Ripen's own forwarding came back.
 */
export const replyKinds = ['person', 'stop', 'out-of-office', 'automatic', 'bounce', 'own'] as const
export type ReplyKind = (typeof replyKinds)[number]

/** What Ripen writes into a reply that it forwards; a mail with it that comes in is on its way round a circle. */
export const forwardedHeader = 'X-Ripen-Forwarded'

/** What says, of a forwarded reply, that a program sends it: whatever answers mail by itself leaves it alone (RFC 3834). */
export const forwardHeaders: Readonly<Record<string, string>> = {
  [forwardedHeader]: 'reply',
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
}

/** Tells the kinds apart: by what servers and programs say of themselves in headers, then by how they begin their subjects. */
export function replyKind(mail: ReceivedMail, { said }: VisibleText): ReplyKind {
  if (mail.headers.has(forwardedHeader.toLowerCase())) return 'own'
  if (isBounce(mail)) return 'bounce'
  const subject = plainLine(mail.subject).toLowerCase()
  const isAway = away.test(subject)
  if (isAway || answersAway.test(headerOf(mail, 'auto-submitted'))) return 'out-of-office'
  if (awayHeaders.some((name) => isSet(headerOf(mail, name)))) return 'out-of-office'
  if (isAutomatic(mail) || automatic.test(subject)) {
    return awayInText.test(plainLine(said.slice(0, 2_000))) ? 'out-of-office' : 'automatic'
  }
  return onlyAsksToStop(said, mail.subject) ? 'stop' : 'person'
}

/** Is it from a program? Nothing of it counts as an act of the lead, and nothing is answered or forwarded. */
export function isMachines(kind: ReplyKind): boolean {
  return kind !== 'person' && kind !== 'stop'
}

const answersAway = /^auto-(replied|notified)\b/
const awayHeaders = ['x-autoreply', 'x-autorespond', 'x-autoresponse', 'x-auto-reply', 'x-mail-autoreply', 'x-vacation']

const away =
  /^(auto(matic)?[ -]?(reply|response|answer)\b|automatisch\p{L}* antwort|out of (the )?office\b|ooo\b|i am (away|out of)|away from (my |the )?(office|mail|desk)|on (annual |parental )?(leave|vacation|holiday)\b|vacation (reply|response|notice)|abwesenheit|(ich bin )?(derzeit |zurzeit |momentan )?(nicht im (büro|haus)|im urlaub|außer haus)|автоответ|автоматический ответ|автоматическое сообщение|вне офиса|нет на месте|меня нет на месте|я в отпуске|в отпуске\b|отсутствую|پاسخ خودکار|پاسخ اتوماتیک|خارج از دفتر|در مرخصی|در دفتر نیستم|مرخصی هستم)/u

const awayInText =
  /out of (the )?office|on (annual |parental )?(leave|vacation|holiday)|limited access to (my )?e-?mail|nicht im (büro|haus)|im urlaub|außer haus|abwesend|в отпуске|вне офиса|отсутствую|в командировке|در مرخصی|خارج از دفتر|در دسترس نیستم/i

const automatic =
  /^(ticket (received|created|#)|\[ticket|your (request|ticket|message) (has been|was) (received|created)|we (have )?received your|delivery receipt|read:|gelesen:|lesebestätigung|empfangsbestätigung|ihre (anfrage|nachricht|e-mail|bestellung) (ist|wurde)|eingangsbestätigung|прочитано:|уведомление о прочтении|ваше обращение|ваша заявка|заявка принята|خوانده شد:|درخواست شما (ثبت|دریافت))/

/** A server's report that it could not deliver (RFC 3464), or one of those that write such reports in words of their own. */
function isBounce(mail: ReceivedMail): boolean {
  const type = headerOf(mail, 'content-type')
  if (/^multipart\/report\b/.test(type) && !/disposition-notification/.test(type)) return true
  if (mail.headers.has('x-failed-recipients')) return true
  const local = (mail.from?.address ?? '').toLowerCase().split('@')[0] ?? ''
  if (/^(mailer-daemon|mail-daemon|maildaemon)$/.test(local)) return true
  const isNobodys = headerOf(mail, 'return-path') === '<>' || local === 'postmaster'
  return isNobodys && failed.test(plainLine(mail.subject).toLowerCase())
}

const failed =
  /undeliver|not delivered|delivery (status|failure|has failed|notification)|failure notice|returned mail|mail delivery|unzustellbar|nicht zugestellt|konnte nicht (zugestellt|ausgeliefert)|не доставлен|недоставлен|ошибка доставки|возврат|تحویل داده نشد|ارسال نشد|تحویل ناموفق/

function isAutomatic(mail: ReceivedMail): boolean {
  const submitted = headerOf(mail, 'auto-submitted')
  if (submitted !== '' && !/^no\b/.test(submitted)) return true
  if (/^(bulk|junk|list|auto[_-]?reply)\b/.test(headerOf(mail, 'precedence'))) return true
  if (/\b(all|oof|autoreply)\b/.test(headerOf(mail, 'x-auto-response-suppress'))) return true
  if (/disposition-notification/.test(headerOf(mail, 'content-type'))) return true
  return isSet(headerOf(mail, 'x-autogenerated')) || mail.headers.has('feedback-type')
}

function isSet(value: string): boolean {
  return value !== '' && value !== 'no' && value !== 'false'
}
