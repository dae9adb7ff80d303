import { likelyMerge, type Seen, signWords } from '../../core/leads/propose-merge.ts'
import { env } from '../aws/env.ts'
import { log } from '../runtime/log.ts'
import { Problem } from '../runtime/problem.ts'
import { readLead } from './lead-state.ts'
import { proposeMerge } from './merge-items.ts'
import { mergeLead } from './merge-lead.ts'

/** Looks whether two leads may be one person, since the second was `seen` as the first; merges or proposes as the stage's rule says. Safe to repeat. */
export async function mergeByRule(firstId: string, secondId: string, seen: Seen, at: string): Promise<void> {
  const rule = env('MERGE_RULE')
  if (rule === 'off' || firstId === secondId) return
  const [first, second] = await Promise.all([readLead(firstId), readLead(secondId)])
  const likely = first && second && likelyMerge(rule, seen, first, second, at)
  if (!likely) return
  const { sign, atOnce } = likely
  if (!(await proposeMerge({ leadId: firstId, into: secondId, at, by: 'rule' }, sign)) || !atOnce) return
  try {
    await mergeLead(firstId, secondId, { by: 'rule', reason: signWords[sign] })
  } catch (error) {
    // What can't be merged now stays proposed.
    if (!(error instanceof Problem)) throw error
    log.info('a merge by rule is only proposed', { leadId: firstId, into: secondId, why: error.message })
  }
}
