import type { Form } from '../capture/form.ts'
import type { Condition } from '../condition.ts'
import type { Sequence, Step } from '../nurture/sequence.ts'
import { consentFor } from '../nurture/touches.ts'
import type { ScoringModel } from '../scoring/model.ts'
import type { EmailClass } from './compiled-email.ts'
import { providerFindings, staffFindings } from './outreach-references.ts'
import { error, type Finding, type Path, warning } from './problem.ts'

/** One content naming another. */
export type Reference =
  | {
      readonly kind: 'email'
      readonly id: string
      readonly path: Path
      readonly as: EmailClass
      readonly topic?: string
    }
  | { readonly kind: 'form'; readonly id: string; readonly path: Path }
  | { readonly kind: 'topic'; readonly id: string; readonly path: Path }
  /** Who delivers on a channel. */
  | { readonly kind: 'provider'; readonly id: string; readonly path: Path; readonly channel: string }
  /** One of the staff, or a team. */
  | { readonly kind: 'staff'; readonly id: string; readonly path: Path }

/** What is known of an email that others name. */
export interface KnownEmail {
  readonly class: EmailClass
  readonly topic: string | undefined
}

/** What there is to be named; without `topics` these are not checked. */
export interface Known {
  readonly emails: ReadonlyMap<string, KnownEmail | 'unreadable'>
  readonly forms: ReadonlySet<string>
  readonly topics?: ReadonlySet<string>
  /** The channels of each provider: known to the running system alone. */
  readonly providers?: ReadonlyMap<string, readonly string[]>
  /** Those asked for that are active staff, or teams of such: known to the running system alone. */
  readonly staff?: ReadonlySet<string>
}

/** The mails, forms and topics that a sequence names. */
export function referencesOfSequence(sequence: Sequence): Reference[] {
  const { topic, trigger, steps } = sequence
  const email = (id: string, path: Path): Reference => ({ kind: 'email', id, path, as: 'marketing', topic })
  return [
    { kind: 'topic', id: topic, path: ['topic'] },
    ...(trigger && 'form' in trigger ? [{ kind: 'form' as const, id: trigger.form, path: ['trigger', 'form'] }] : []),
    ...steps.flatMap((step, index) => touchReferences(sequence, step, ['steps', index])),
    ...steps.flatMap(({ send }, index) => {
      const at: Path = ['steps', index, 'send']
      if (send === undefined) return []
      if (typeof send === 'string') return [email(send, at)]
      return [
        email(send.template, [...at, 'template']),
        ...send.variants.map(({ template }, variant) => email(template, [...at, 'variants', variant, 'template'])),
      ]
    }),
  ]
}

function touchReferences(sequence: Sequence, step: Step, at: Path): Reference[] {
  const { task, webhook } = step
  const consent = consentFor(sequence, step)
  const channel: Path = webhook
    ? [...at, 'webhook', 'channel']
    : task?.channel
      ? [...at, 'task', 'channel']
      : [...at, 'task', 'what']
  return [
    ...(consent ? [{ kind: 'topic' as const, id: consent, path: channel }] : []),
    ...(task && task.who !== 'owner' ? [{ kind: 'staff' as const, id: task.who, path: [...at, 'task', 'who'] }] : []),
    ...(webhook
      ? [
          {
            kind: 'provider' as const,
            id: webhook.provider,
            channel: webhook.channel,
            path: [...at, 'webhook', 'provider'],
          },
        ]
      : []),
  ]
}

/** The mail that a form asks to confirm with, where it asks. */
export function referencesOfForm({ confirmation, consent }: Form): Reference[] {
  if (!consent.some((one) => one['opt-in'] === 'double')) return []
  return [{ kind: 'email', id: confirmation, path: ['confirmation'], as: 'confirmation' }]
}

/** The forms that a scoring model gives points for. */
export function referencesOfScoringModel({ engagement }: ScoringModel): Reference[] {
  return engagement.flatMap(({ on, where }, index) =>
    on === 'form-submitted'
      ? formsIn(where).map((id): Reference => ({ kind: 'form', id, path: ['engagement', index, 'where'] }))
      : [],
  )
}

/** References to what is not there, or is not fit for it. */
export function checkReferences(references: readonly Reference[], known: Known): Finding[] {
  return references.flatMap((reference): Finding[] => {
    const { path, id } = reference
    if (reference.kind === 'email') return emailFindings(reference, known.emails.get(id))
    if (reference.kind === 'form') {
      return known.forms.has(id) ? [] : [error(path, `there is no form "${id}"`, `write forms/${id}.yaml first`)]
    }
    if (reference.kind === 'provider') return providerFindings(reference, known.providers)
    if (reference.kind === 'staff') return staffFindings(reference, known.staff)
    if (!known.topics || known.topics.has(id)) return []
    const mend = id.includes(':') ? 'without consent the step is skipped' : 'without consent nobody gets these mails'
    return [warning(path, `no form asks for consent to "${id}"`, mend)]
  })
}

function emailFindings(
  reference: Reference & { kind: 'email' },
  email: KnownEmail | 'unreadable' | undefined,
): Finding[] {
  const { id, path, as, topic } = reference
  if (!email) return [error(path, `there is no email "${id}"`, `write emails/${id}/en.md first`)]
  if (email === 'unreadable') return []
  if (email.class !== as) {
    const mend = `name another one, or write "class: ${as}" into this one`
    return [error(path, `the email "${id}" is of class ${email.class}, and ${as} is needed here`, mend)]
  }
  if (topic && email.topic && email.topic !== topic) {
    const mend = 'name another one, or write the same topic in both'
    return [error(path, `the email "${id}" is for the topic "${email.topic}", and here it is "${topic}"`, mend)]
  }
  return []
}

/** The forms that a condition names: `{ form: white-paper }`, one of a list, or by an operator. */
function formsIn(where: Condition | undefined): string[] {
  return Object.entries(where ?? {}).flatMap(([field, test]) => {
    if (field === 'any') return (test as Condition[]).flatMap(formsIn)
    if (field !== 'form') return []
    if (typeof test === 'string') return [test]
    if (Array.isArray(test)) return test.filter((one) => typeof one === 'string')
    const { equals, in: among } = test as { equals?: unknown; in?: unknown[] }
    return [equals, ...(among ?? [])].filter((one) => typeof one === 'string')
  })
}
