import { nameOf } from '../../core/leads/name-of.ts'
import type { TaskLead } from '../../core/outreach/task-words.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import type { ReadLead } from '../leads/lead-state.ts'

/** What whoever does a task needs to know of the lead; a phone number only where it may be used. */
export function leadInShort({ profile }: ReadLead, { channel }: Touch): TaskLead {
  const { company, phone } = profile.fields
  return {
    name: nameOf(profile),
    company: typeof company === 'string' ? company : undefined,
    phone: channel && channel !== 'post' && phone !== undefined ? String(phone) : undefined,
    email: profile.email,
  }
}
