import { routes } from '../../core/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { readSwitches } from './switches.ts'

/** `GET /switches` */
export const handler = onRequest(routes.listSwitches, async () => ({ items: await readSwitches() }))
