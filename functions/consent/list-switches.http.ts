import { consentRoutes } from '../../core/consent/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { readSwitches } from './switches.ts'

/** `GET /switches` */
export const handler = onRequest(consentRoutes.listSwitches, async () => ({ items: await readSwitches() }))
