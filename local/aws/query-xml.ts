/** The answer to an action of a query API, in XML: a list is `member`s, what is undefined is left out. */
export function queryXml(action: string, result: Readonly<Record<string, unknown>>): string {
  return element(`${action}Response`, { [`${action}Result`]: result })
}

/** An error as such an API answers it. */
export function queryErrorXml(code: string, message: string): string {
  return element('ErrorResponse', { Error: { Type: 'Sender', Code: code, Message: message } })
}

function element(name: string, value: unknown): string {
  return value === undefined ? '' : `<${name}>${contentOf(value)}</${name}>`
}

function contentOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => element('member', one)).join('')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, one]) => element(name, one))
      .join('')
  return String(value).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
