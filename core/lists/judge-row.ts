import type { Mailbox } from '../consent/mailbox.ts'
import { suppressionOf } from '../consent/suppression.ts'
import { foldFacts } from '../leads/fold-profile.ts'
import type { Profile } from '../leads/lead.ts'
import { fromInstant, toInstant } from '../names.ts'
import { consentImported } from './imported-consent.ts'
import { importedFact } from './imported-fact.ts'
import type { ListImport, ListRow, RowConsent } from './list-row.ts'

/**
 * What becomes of a row. `new`: its address becomes known by it. `changed`: it is known, and the row fills blanks, adds tags or consent. `unchanged`: the row
 * says nothing of it that is not known. `withdrawn`, `suppressed`, `erased`: it changes nothing, since the person or the mail said no before.
 */
export type RowOutcome = 'new' | 'changed' | 'unchanged' | 'withdrawn' | 'suppressed' | 'erased'

export interface JudgedRow {
  readonly outcome: RowOutcome
  /** The consents that count; the rest of the row's was withdrawn before. */
  readonly consent: readonly RowConsent[]
  /** Topics that the person withdrew: they stay withdrawn. */
  readonly withdrawn: readonly string[]
}

/**
 * What a list may do to an address; `isAsked`: it is only asked what would be. It never re-subscribes: a topic that was withdrawn stays so, whatever date the list gives, until the person itself
 * asks anew; neither does it reach a suppressed address nor one that was erased.
 */
export function judgeRow(
  row: ListRow,
  list: Omit<ListImport, 'by'>,
  known: { readonly mailbox?: Mailbox | undefined; readonly profile?: Profile | undefined },
  isAsked = false,
): JudgedRow {
  const { importId, startedAt } = list
  const { mailbox, profile } = known
  const nothing = (outcome: RowOutcome, withdrawn: readonly string[] = []): JudgedRow => ({
    outcome,
    consent: [],
    withdrawn,
  })
  if (mailbox?.erasedAt) return nothing('erased')
  if (mailbox && suppressionOf(mailbox)) return nothing('suppressed')
  const forgotten = (at: string) => {
    const until = mailbox?.forgottenUntil
    return until !== undefined && toInstant(fromInstant(at)) <= until
  }
  const withdrawn = row.consent.filter(({ topic }) => isWithdrawn(mailbox, topic)).map(({ topic }) => topic)
  const consent = row.consent.filter(({ topic, at }) => !withdrawn.includes(topic) && !forgotten(at))
  if (consent.length === 0) return nothing(withdrawn.length > 0 ? 'withdrawn' : 'erased', withdrawn)
  // A call whose answer got lost is told again what it did, and not what it did before that.
  const isItsOwn = !isAsked && profile?.imported?.importId === importId && profile.createdAt === startedAt
  if (!profile?.email || isItsOwn) return { outcome: 'new', consent, withdrawn }
  const grants = !mailbox || consentImported(consent, list, row.n, mailbox).length > 0
  return { outcome: grants || saysMore(row, list, profile) ? 'changed' : 'unchanged', consent, withdrawn }
}

/** Does the row say something of a known person that the profile does not hold? */
function saysMore(row: ListRow, list: Omit<ListImport, 'by'>, profile: Profile): boolean {
  const { fields, tags, locale, zone, imported } = foldFacts(profile, [importedFact(profile.leadId, list, row)])
  const before = [profile.fields, profile.tags, profile.locale, profile.zone, profile.imported]
  return JSON.stringify([fields, tags, locale, zone, imported]) !== JSON.stringify(before)
}

/** Withdrawn, or asked for anew and not confirmed yet: then the withdrawal stands. */
function isWithdrawn(mailbox: Mailbox | undefined, topic: string): boolean {
  const consent = mailbox && Object.hasOwn(mailbox.consent, topic) ? mailbox.consent[topic] : undefined
  return consent?.state === 'withdrawn' || consent?.withdrawnAt !== undefined
}
