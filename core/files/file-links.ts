/** The mail that brings a fresh link to a file: of class transactional, with the variables `fileUrl` and `fileTitle`. */
export const freshLinkMail = 'file-link'

interface Written {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** Ids of the files that a mail links to: `{{ files.white-paper }}`. What only looks like it costs a signature and nothing else. */
export function filesLinked(mail: Written): string[] {
  return linked('files', mail)
}

/** Ids of the forms that a mail links to, each for its reader: `{{ forms.demo-request }}`. */
export function formsLinked(mail: Written): string[] {
  return linked('forms', mail)
}

function linked(kind: string, { subject, html, text }: Written): string[] {
  const named = `${subject}\n${html}\n${text}`.matchAll(new RegExp(`\\b${kind}\\.([a-z0-9-]+)`, 'g'))
  return [...new Set([...named].map(([, id = '']) => id))]
}
