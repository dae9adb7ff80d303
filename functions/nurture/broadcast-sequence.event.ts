import { BroadcastRequested } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { enrolPage } from './enrol-page.ts'

/** On `BroadcastRequested`: one page of a list enters its sequence, and the next page is asked for. */
export const handler = onEvent([BroadcastRequested], async ({ detail }) => enrolPage(detail.broadcastId, detail.page))
