import { type Condition, fieldsOf } from '../condition.ts'
import type { Sequence, Step } from '../nurture/sequence.ts'
import { templatesOf, waitOf } from '../nurture/steps.ts'
import type { Finding, Path } from './problem.ts'
import { conditionsOf, namesIn, type Placed } from './sequence-conditions.ts'
import { mailsBefore, reachableFrom } from './sequence-paths.ts'

/** How a condition asks whether somebody opened a mail: `{ event: email-opened }`; the other is no fact at all, and so never holds. */
const openEvent = 'email-opened'
const openFields = ['opened', 'opens']

/**
 * A mail that goes again to whoever did not open it. Opens are made by programs: mail apps that load pictures for everybody, scanners of companies; and others never
 * tell of one. So "did not open" says nothing of the person, who gets the same mail twice. Refused, unless the sequence says that it takes the risk.
 */
export function resendFindings(sequence: Sequence): Finding[] {
  if (sequence['resend-to-non-openers']) return []
  return sequence.steps.flatMap((step, index) => {
    const asked = [...conditionsOf(step, ['steps', index]), ...untilOf(step, ['steps', index])].filter(asksForOpens)
    const [again] = asked.length > 0 ? sentAgain(sequence, step) : []
    if (again === undefined) return []
    return asked.map(
      ({ path }): Finding => ({
        path,
        severity: 'error',
        message: `this leads to "${again}" a second time by who opened it: mail programs and scanners open mails, and others never tell, so an open is no sign of a person`,
        mend: 'ask for "clicked" instead, or send another mail; else write "resend-to-non-openers: accepted-risk" on top',
      }),
    )
  })
}

function asksForOpens({ when }: Placed): boolean {
  return namesIn(when, 'event').includes(openEvent) || fieldsOf(when).some((field) => openFields.includes(field))
}

function untilOf(step: Step, at: Path): Placed[] {
  const until: Condition | undefined = waitOf(step)?.until
  return until ? [{ when: until, path: [...at, 'wait', 'until'] }] : []
}

/** Mails that may have gone before this step, and that may go at it or after it. */
function sentAgain(sequence: Sequence, step: Step): string[] {
  const after = reachableFrom(sequence, step)
  const next = sequence.steps.filter(({ id }) => after.has(id) || id === step.id).flatMap(templatesOf)
  const before = mailsBefore(sequence, step)
  return next.filter((template) => before.has(template))
}
