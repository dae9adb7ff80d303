/** Looks at lines as `plainLine` makes them; all patterns begin at the start of a line, so that none looks at it more than once or twice. */

/** So long is a line that says who wrote what is quoted, even one that was broken in two or three. */
const longest = 400

const wroteIt = /(\bwrote|\bwrites|написала?|написал\(а\)|пишет|نوشت|نوشته است|نوشتهاست) ?:$/i
/** German says it before the name: `Am 27.11.26 um 10:15 schrieb Example:`. */
const schrieb = /^(Am|Der|Die) [^:]{4,60}(:\d\d)?( Uhr)? schrieb [^:]{1,200}:$/i
const byAddress = /(<[^<>\s]+@[^<>\s]+>|\[mailto:[^\]\s]+\]|\([^()\s]+@[^()\s]+\))[^@]{0,40}:$/

/**
 * Is this the line over a quote: `On Fri, 27 Nov 2026 at 10:15, Example <hello@example.com> wrote:`, `пт, 27 нояб. 2026 г. в 10:15, Example <hello@example.com>:`?
 * It has a date and ends with a colon, after who it was or the word for writing.
 */
export function isAttribution(line: string): boolean {
  if (line.length > longest || !line.endsWith(':') || !/\p{Nd}/u.test(line)) return false
  return wroteIt.test(line) || schrieb.test(line) || byAddress.test(line)
}

/** May such a line begin here, which mail programs break where it is long? */
export function mayBeginAttribution(line: string): boolean {
  return line.length <= longest && /^(>* ?)?(On |Am |В |Le |El |در |\p{Nd}|\p{L}{2,12}[,.،] ?)/u.test(line)
}

const separator =
  /^[-_*=—]{2,} ?(Original Message|Original Appointment|Forwarded message|Begin forwarded message|Reply message|Ursprüngliche Nachricht|Originalnachricht|Ursprünglicher Termin|Weitergeleitete Nachricht|Исходное сообщение|Оригинальное сообщение|Пересылаемое сообщение|Пересланное сообщение|Конец пересылаемого сообщения|پیام اصلی|پیام ارسالی|پیام فوروارد شده) ?[-_*=—]{0,}:?$/i

/** Does a quote begin here, whatever comes after: `-----Original Message-----`? */
export function isSeparator(line: string): boolean {
  return line.length <= 120 && separator.test(line)
}

const headers: readonly RegExp[] = [
  /^\*?(From|Von|От|От кого|Отправитель|از|فرستنده|از طرف) ?:\*? ?\S/i,
  /^\*?(Sent|Date|Gesendet|Datum|Отправлено|Дата|Отправлен|ارسال|ارسال شده|تاریخ|تاریخ ارسال) ?:\*? ?\S/i,
  /^\*?(To|An|Кому|به|گیرنده) ?:\*? ?\S/i,
  /^\*?(Subject|Betreff|Тема|موضوع) ?:\*? ?\S/i,
]

/** Do the heads of a quoted mail begin here, as Outlook writes them: `From:`, `Sent:`, `To:`, `Subject:`, three of them at least? */
export function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!headers[0]?.test(lines[at] ?? '')) return false
  const near = lines.slice(at, at + 8)
  return headers.filter((header) => near.some((line) => header.test(line))).length >= 3
}

/** Outlook rules off a quote with underscores, and says nothing more where the mail is only text. */
export function isRule(line: string): boolean {
  return /^_{10,}$/.test(line)
}

export function isQuoted(line: string): boolean {
  return line.startsWith('>')
}
