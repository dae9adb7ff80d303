import type { EndState } from './end-state.ts'

/**
 * What the end state of somebody whom nothing disturbed becomes for who lived likewise, but for mails of which nobody can say whether they went. What is
 * unconfirmed of mails to a lead did not go (SES reports what goes); a mail to staff may have gone or not: nobody reports those.
 */
export function expectedOf(undisturbed: EndState, unconfirmed: readonly string[], end: EndState): EndState {
  let { facts, sends, mails, staffMails, enrolments } = undisturbed
  for (const template of unconfirmed.map((one) => one.split(' ')[0] ?? '')) {
    if (template.startsWith('handoff-')) {
      if (!end.staffMails[template]) staffMails = without(staffMails, template)
    } else if (template === 'confirm-subscription') {
      // Who is not asked to confirm posts once more.
      facts = plus(facts, 'form-submitted', 1)
      sends = plus(sends, `${template} UNCONFIRMED`, 1)
    } else {
      facts = without(facts, `email-sent ${template}`, `email-delivered ${template}`)
      sends = plus(without(sends, `${template} SENT`), `${template} UNCONFIRMED`, 1)
      mails = without(mails, template)
      enrolments = enrolments.map((one) => ({ ...one, sent: one.sent.filter((sent) => sent !== template) }))
    }
  }
  return { ...undisturbed, enrolments, facts, sends, mails, staffMails }
}

function without(counts: EndState['mails'], ...names: string[]): EndState['mails'] {
  return Object.fromEntries(Object.entries(counts).filter(([name]) => !names.includes(name)))
}

function plus(counts: EndState['mails'], name: string, more: number): EndState['mails'] {
  return { ...counts, [name]: (counts[name] ?? 0) + more }
}
