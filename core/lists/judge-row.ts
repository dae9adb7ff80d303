import type { Mailbox } from '../consent/mailbox.ts'
import type { Profile } from '../leads/lead.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { ListImport, ListRow, RowConsent } from './list-row.ts'

/**
 * What becomes of a row. `new`: its address becomes known by it. `known`: it fills blanks, adds tags and consent. `withdrawn`, `suppressed`, `erased`: it
 * changes nothing, since the person or the mail said no before.
 */
export type RowOutcome = 'new' | 'known' | 'withdrawn' | 'suppressed' | 'erased'

export interface JudgedRow {
  readonly outcome: RowOutcome
  /** The consents that count; the rest of the row's was withdrawn before. */
  readonly consent: readonly RowConsent[]
  /** Topics that the person withdrew: they stay withdrawn. */
  readonly withdrawn: readonly string[]
}

/**
 * What a list may do to an address. It never re-subscribes: a topic that was withdrawn stays so, whatever date the list gives, until the person itself
 * asks anew; neither does it reach a suppressed address nor one that was erased.
 */
export function judgeRow(
  row: ListRow,
  { importId, startedAt }: Pick<ListImport, 'importId' | 'startedAt'>,
  known: { readonly mailbox?: Mailbox | undefined; readonly profile?: Profile | undefined },
): JudgedRow {
  const { mailbox, profile } = known
  const nothing = (outcome: RowOutcome, withdrawn: readonly string[] = []): JudgedRow => ({
    outcome,
    consent: [],
    withdrawn,
  })
  if (mailbox?.erasedAt) return nothing('erased')
  if (mailbox?.suppression) return nothing('suppressed')
  const forgotten = (at: string) => {
    const until = mailbox?.forgottenUntil
    return until !== undefined && toInstant(fromInstant(at)) <= until
  }
  const withdrawn = row.consent.filter(({ topic }) => isWithdrawn(mailbox, topic)).map(({ topic }) => topic)
  const consent = row.consent.filter(({ topic, at }) => !withdrawn.includes(topic) && !forgotten(at))
  if (consent.length === 0) return nothing(withdrawn.length > 0 ? 'withdrawn' : 'erased', withdrawn)
  // A call whose answer got lost is told again what it did, and not what it did before that.
  const isItsOwn = profile?.imported?.importId === importId && profile.createdAt === startedAt
  return { outcome: profile?.email && !isItsOwn ? 'known' : 'new', consent, withdrawn }
}

/** Withdrawn, or asked for anew and not confirmed yet: then the withdrawal stands. */
function isWithdrawn(mailbox: Mailbox | undefined, topic: string): boolean {
  const consent = mailbox && Object.hasOwn(mailbox.consent, topic) ? mailbox.consent[topic] : undefined
  return consent?.state === 'withdrawn' || consent?.withdrawnAt !== undefined
}
