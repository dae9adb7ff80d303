/** The mail that brings a fresh link to a file: of class transactional, with the variables `fileUrl` and `fileTitle`. */
export const freshLinkMail = 'file-link'

/** Ids of the files that a mail links to: `{{ files.white-paper }}`. What only looks like it costs a signature and nothing else. */
export function filesLinked(mail: {
  readonly subject: string
  readonly html: string
  readonly text: string
}): string[] {
  const named = `${mail.subject}\n${mail.html}\n${mail.text}`.matchAll(/\bfiles\.([a-z0-9-]+)/g)
  return [...new Set([...named].map(([, id = '']) => id))]
}
