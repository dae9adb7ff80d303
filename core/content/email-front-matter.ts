import * as z from 'zod/mini'
import { fieldName } from '../capture/form.ts'
import { slug } from '../names.ts'
import { emailClass } from './compiled-email.ts'
import { contentTags } from './content-tags.ts'
import { reservedNames } from './email-variables.ts'
import type { Finding } from './problem.ts'

/** What stands on top of every email file. */
export const emailFrontMatter = z.strictObject({
  subject: z.string().check(z.trim(), z.minLength(1, 'a mail needs a subject'), z.maxLength(500)),
  preheader: z._default(z.string().check(z.trim(), z.maxLength(500)), ''),
  class: z._default(emailClass, 'marketing'),
  topic: z.optional(slug),
  ...contentTags,
  /** What somebody who follows one of its links shows interest in. */
  tags: z.optional(z.array(slug).check(z.maxLength(20))),
  /** The id of a file in `layouts/`; absent: the layout of everybody. */
  layout: z.optional(slug),
  /** Each with its default, or `null` for one that must be given. */
  variables: z._default(z.record(fieldName, z.nullable(z.string().check(z.maxLength(2_000)))), {}),
})
export type EmailFrontMatter = z.infer<typeof emailFrontMatter>

/** Longer subjects and preheaders are cut off in most lists of mails. */
const subjectAtMost = 78
const preheaderAtMost = 140

/** What the front matter says that can't be, or that does no good. */
export function frontMatterFindings(given: EmailFrontMatter): Finding[] {
  return [
    ...namesFindings(given),
    ...lengthFindings(given),
    ...(given.class === 'marketing' || given.topic === undefined
      ? []
      : [
          {
            path: ['topic'],
            severity: 'error' as const,
            message: `a ${given.class} mail has no topic: consent is asked for marketing alone`,
            mend: 'leave out the topic, or the class',
          },
        ]),
  ]
}

function namesFindings({ class: mail, variables }: EmailFrontMatter): Finding[] {
  return Object.entries(variables).flatMap(([name, fallback]): Finding[] => {
    const path = ['variables', name]
    if (mail === 'confirmation') {
      const message = 'a confirmation mail has no variables of its own: it holds nothing that somebody typed'
      return [{ path, atKey: true, severity: 'error', message, mend: 'leave it out' }]
    }
    if (reservedNames.has(name)) {
      const message = `"${name}" is given already or means something else`
      return [{ path, atKey: true, severity: 'error', message, mend: 'give it another name' }]
    }
    if (fallback === null && mail === 'marketing') {
      const message = `leads without ${name} do not get this mail: it has no default`
      return [{ path, atKey: true, severity: 'warning', message, mend: 'give it a default, "" if need be' }]
    }
    return []
  })
}

function lengthFindings({ subject, preheader, class: mail }: EmailFrontMatter): Finding[] {
  const visible = (text: string) => text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, '').length
  const findings: Finding[] = []
  if (visible(subject) > subjectAtMost) {
    findings.push({
      path: ['subject'],
      severity: 'warning',
      message: `the subject has more than ${subjectAtMost} characters: most lists of mails cut it off`,
      mend: 'say it in fewer words',
    })
  }
  if (preheader === '' && mail !== 'staff') {
    findings.push({
      path: ['preheader'],
      severity: 'warning',
      message: 'no preheader: lists of mails show the beginning of the letter instead',
      mend: 'say in one line why to open it',
    })
  }
  if (visible(preheader) > preheaderAtMost) {
    findings.push({
      path: ['preheader'],
      severity: 'warning',
      message: `the preheader has more than ${preheaderAtMost} characters: most lists of mails cut it off`,
      mend: 'say it in fewer words',
    })
  }
  return findings
}
