import * as z from 'zod/mini'
import { eventKind } from '../events.ts'
import { importId, listRow, listSource } from '../lists/list-row.ts'
import { instant } from '../names.ts'

/** Another source posted a lead and was told that it is taken. The one durable write of it: everything later is made from this. */
export const LeadPosted = eventKind('LeadPosted', () =>
  z.object({
    /** Names the post by what it says: a repeat has the same name. */
    postId: importId,
    receivedAt: instant,
    source: listSource,
    /** Who posted: a key or one of the staff. */
    by: z.string(),
    /** Canonical address; identity is made from it. */
    address: z.string(),
    row: listRow,
  }),
)
