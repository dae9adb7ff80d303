import mjml2html from 'mjml'
import type { SourceProblem } from './problem.ts'

/**
 * Makes HTML of MJML. This module alone loads `mjml` (0.2 MB bundled), so only what compiles mails imports it.
 * What MJML finds wrong is given with its line; nothing is read from other files or fetched, and no font is loaded.
 */
export async function compileMjml(mjml: string): Promise<{
  html: string | undefined
  problems: readonly (Omit<SourceProblem, 'offset'> & { line: number; tag: string })[]
}> {
  try {
    const { html, errors } = await mjml2html(mjml, {
      validationLevel: 'soft',
      ignoreIncludes: true,
      keepComments: true,
      fonts: {},
    })
    const problems = errors.map(({ line, message, tagName }) => ({
      line,
      tag: tagName,
      severity: 'error' as const,
      message: inWords(message),
    }))
    return { html: compact(html), problems }
  } catch (error) {
    const message = `no mail can be made of this MJML: ${(error as Error).message.split('\n')[0]}`
    return { html: undefined, problems: [{ line: 1, tag: 'mjml', severity: 'error', message }] }
  }
}

function inWords(message: string): string {
  return message
    .replace(/^Element (\S+) doesn't exist or is not registered$/, 'there is no element <$1>')
    .replace(/^(\S+) cannot be used inside (\S+),.*$/, '<$1> has no place inside <$2>')
    .replace(/^Attribute (\S+) is illegal$/, 'there is no attribute "$1" here')
}

/** MJML indents for people; each line's indent goes, but not in preformatted text. */
function compact(html: string): string {
  return html
    .split(/(<pre\b[\s\S]*?<\/pre>)/i)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/\s*\n\s*/g, '\n')))
    .join('')
    .trim()
}
