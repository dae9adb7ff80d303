/** An opening tag of a link with its attributes; quoted values may hold anything but their quote. */
const linkTag = /<a\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi
const href = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i
const marked = /\sses:no-track\b/i

/**
 * Marks the links that SES's click tracking must leave alone: it would lead the reader through another server, which is no way to unsubscribe, and
 * a click there is no interest. SES takes the mark off before it sends (https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html).
 */
export function untracked(html: string, isOwn: (url: string) => boolean): string {
  return html.replace(linkTag, (tag: string, attributes: string) => {
    const [, double, single] = href.exec(attributes) ?? []
    const url = plain(double ?? single ?? '')
    return isOwn(url) && !marked.test(attributes) ? `<a ses:no-track${attributes}>` : tag
  })
}

/** Templates may have escaped the address as an attribute value. */
function plain(value: string): string {
  return value
    .trim()
    .replace(/&#x2f;/gi, '/')
    .replace(/&#47;/g, '/')
    .replace(/&#x3a;|&#58;/gi, ':')
    .replaceAll('&amp;', '&')
}
