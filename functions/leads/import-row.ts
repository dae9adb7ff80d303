import { applyConsent } from '../../core/consent/apply-consent.ts'
import { consentFacts } from '../../core/consent/consent-facts.ts'
import { profile as profileSchema } from '../../core/leads/lead.ts'
import { newMailbox } from '../../core/leads/new-lead.ts'
import { consentImported, importProof } from '../../core/lists/imported-consent.ts'
import { importedFact } from '../../core/lists/imported-fact.ts'
import { judgeRow } from '../../core/lists/judge-row.ts'
import type { ListImport, ListRow } from '../../core/lists/list-row.ts'
import { profileKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { changeMailbox, readMailbox } from '../consent/change-mailbox.ts'
import { putEvidence } from '../consent/evidence.ts'
import { ensureLead } from './ensure-lead.ts'
import { nameExternal } from './name-external.ts'
import { recordFacts } from './record-facts.ts'

/** What would become of a row whose address is that of this lead, or becomes of it: see {@link importRow}. */
export async function judgeRowOf(leadId: string, list: ListImport, row: ListRow, isAsked = false) {
  const [mailbox, item] = await Promise.all([readMailbox(leadId), getItem(profileKey(leadId))])
  return judgeRow(row, list, { mailbox, profile: item && profileSchema.parse(item) }, isAsked)
}

/**
 * Takes one row in, by the writes of a form post: the lead, the proof of its consent, the decision in the mailbox, and last the fact, which alone wakes
 * sequences. Each is conditional: it may run any number of times and go on after a crash anywhere. Mails nothing.
 */
export async function importRow(leadId: string, email: string, list: ListImport, row: ListRow) {
  const judged = await judgeRowOf(leadId, list, row)
  if (judged.consent.length === 0) return judged
  const fact = importedFact(leadId, list, row)
  await ensureLead(leadId, email, fact)
  const mailbox = (await readMailbox(leadId)) ?? newMailbox(leadId)
  for (const decision of consentImported(judged.consent, list, row.n, mailbox)) {
    const said = judged.consent.find(({ topic }) => topic === decision.topic)
    if (said) await putEvidence(leadId, decision, importProof(said, list, row.n))
  }
  await changeMailbox(leadId, (read) => {
    // What the person withdrew in the meantime stays withdrawn.
    const { consent } = judgeRow(row, list, { mailbox: read })
    const decisions = consentImported(consent, list, row.n, read)
    const change = applyConsent(read, decisions)
    return change && { change, facts: consentFacts(read, change.consent ?? {}, decisions) }
  })
  await recordFacts(leadId, [fact], ({ profile }) => (profile.email ? {} : { set: { email } }))
  await nameExternal(leadId, list.source.name, row.externalId, list.startedAt)
  return judged
}
