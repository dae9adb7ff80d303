import { LeadPosted } from '../../core/sources/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { recordPost } from './record-post.ts'

/** On `LeadPosted`: takes the lead in as an import of one row, unless it says nothing new. */
export const handler = onEvent([LeadPosted], async ({ detail }) => recordPost(detail))
