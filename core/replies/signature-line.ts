/** `-- ` (RFC 3676), which many programs write without its space, and what others draw instead. */
const delimiter = /^(--|—|––|-- ?-|_{2,9}|\*{3,9})$/

const device =
  /^(Sent (from|via|with) |Get Outlook for |Von meinem .{1,20} gesendet|Gesendet (von|mit|über) |Holen Sie sich Outlook |Отправлено (с|из|от) |Отправлено через |Посланo с |Скачать Outlook|Получите Outlook|ارسال شده (از|با|توسط) |از .{1,20} من ارسال شده|فرستاده شده از )/i

const closing =
  /^((kind|best|warm|warmest|many)? ?(regards|wishes)|best|cheers|sincerely( yours)?|yours (sincerely|faithfully|truly)|thanks( and regards| & regards)|mit (freundlichen|besten|herzlichen) gr(ü|ue)(ß|ss)en|(freundliche|viele|beste|liebe|herzliche|sch(ö|oe)ne) gr(ü|ue)(ß|ss)e|mfg|gru(ß|ss)|danke und gru(ß|ss)|с уважением|с наилучшими пожеланиями|всего (доброго|хорошего|наилучшего)|с приветом|با احترام|با تشکر( و احترام)?|با سپاس|ارادتمند|موفق باشید)[ ,.!،؛]*$/i

/** So many lines from the end a signature begins at most: further up a line is what somebody wrote. */
const linesAtMost = 12

/**
 * Where the signature begins among lines as `plainLine` makes them, after the first one; their number where there is none. `sender` is the name in the mail's
 * From: a line of its own with it is how people sign.
 */
export function signatureAt(lines: readonly string[], sender: string): number {
  const ruled = lines.findIndex((line, index) => index > 0 && delimiter.test(line))
  const end = ruled < 0 ? lines.length : ruled
  const filled = lines.slice(0, end).flatMap((line, index) => (line === '' ? [] : [index]))
  const [first] = filled
  const names = namesOf(sender)
  const from = filled.slice(-linesAtMost).find((index) => index !== first && isSigned(lines[index] ?? '', names))
  return from ?? end
}

function isSigned(line: string, names: ReadonlySet<string>): boolean {
  return device.test(line) || closing.test(line) || names.has(bare(line))
}

/** A name as people sign with it: all of it, or the first part. */
function namesOf(sender: string): ReadonlySet<string> {
  const name = bare(sender)
  const [first = ''] = name.split(' ')
  return new Set([name, first].filter((one) => one.length >= 2))
}

function bare(line: string): string {
  return line.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
}
