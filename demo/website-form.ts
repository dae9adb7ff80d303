import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const website = join(import.meta.dirname, '../examples/website')

/** The form of the example website as a browser sees it. */
export interface WebsiteForm {
  /** Where it posts to, without the host. */
  readonly path: string
  /** Names of its controls, with the value that each has before anybody filled it in. */
  readonly controls: ReadonlyMap<string, string>
}

/** Reads the first form of a page that is posted; throws Error when there is none. */
export function readForm(page: string): WebsiteForm {
  const html = readFileSync(join(website, page), 'utf8')
  const form = /<form action="([^"]+)" method="post">(.*?)<\/form>/s.exec(html)
  if (!form) throw new Error(`examples/website/${page} has no form that is posted`)
  const [, action = '', inside = ''] = form
  const controls = [...inside.matchAll(/<(?:input|select|textarea)\b([^>]*)>/g)].map(([, attributes = '']) => {
    const value = /type="checkbox"/.test(attributes) ? '' : (/ value="([^"]*)"/.exec(attributes)?.[1] ?? '')
    return [/ name="([^"]*)"/.exec(attributes)?.[1] ?? '', value] as const
  })
  return { path: new URL(action).pathname, controls: new Map(controls) }
}

/** What a browser posts after these controls were filled in; throws Error for one that the form does not have. */
export function filledIn(form: WebsiteForm, answers: Readonly<Record<string, string>>): Record<string, string> {
  for (const name of Object.keys(answers)) {
    if (!form.controls.has(name)) throw new Error(`the form has no control ${name}`)
  }
  // A box that nobody ticked is not posted.
  const rest = [...form.controls].filter(([name]) => !name.startsWith('consent.'))
  return { ...Object.fromEntries(rest), ...answers }
}
