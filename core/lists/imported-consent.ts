import type { ConsentDecision } from '../consent/apply-consent.ts'
import { derivedId } from '../consent/derived-id.ts'
import type { ConsentEvidence, Mailbox } from '../consent/mailbox.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { ListImport, RowConsent } from './list-row.ts'

/**
 * What a row's consents decide: `granted` at the time that the list gives, and so under any withdrawal since. What is granted already is not decided again.
 */
export function consentImported(
  consents: readonly RowConsent[],
  { importId }: Pick<ListImport, 'importId'>,
  n: number,
  mailbox: Mailbox,
): ConsentDecision[] {
  return consents
    .filter(({ topic }) => !(Object.hasOwn(mailbox.consent, topic) && mailbox.consent[topic]?.state === 'granted'))
    .map(({ topic, at }) => ({
      topic,
      decision: 'granted',
      at: toInstant(fromInstant(at)),
      evidence: derivedId('import', importId, String(n), topic),
    }))
}

/** The proof that a list brings along: where the consent was given and on what it rests, from which list and row. */
export function importProof(
  { basis, evidence }: RowConsent,
  { importId, source }: ListImport,
  n: number,
): Pick<ConsentEvidence, 'by' | 'list'> {
  return { by: 'import', list: { basis, evidence, source: source.name, origin: source.origin, importId, row: n } }
}
