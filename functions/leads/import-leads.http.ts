import { leadRoutes } from '../../core/leads/routes.ts'
import { batchBytesAtMost } from '../../core/lists/list-row.ts'
import { toInstant } from '../../core/names.ts'
import { atMost, type BodyReader, readJson } from '../runtime/body.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { beginImport } from './import-items.ts'
import { importRows } from './import-rows.ts'

const read: BodyReader = (given) => {
  atMost(given.bytes, batchBytesAtMost)
  return readJson(given)
}

/** `POST /leads/import`: up to 100 people of a list, with proof of their consent. A repeated call changes nothing. */
export const handler = onRequest(
  leadRoutes.importLeads,
  async ({ body: { importId, dryRun, source, rows }, caller }) => {
    const asked = { importId, source, startedAt: toInstant(now()), by: caller.name }
    const list = dryRun ? asked : await beginImport(asked)
    const results = await importRows(list, rows, dryRun)
    if (!dryRun) log.info('rows of a list are in', { importId, rows: rows.length, by: caller.sub })
    return { importId, rows: results }
  },
  undefined,
  read,
)
