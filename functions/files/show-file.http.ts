import { fileRoutes } from '../../core/files/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { serveFile } from './serve-file.ts'

/** `GET /files/{token}`: the file, for the person whose mail had the link. It changes nothing about consent. */
export const handler = onRequest(fileRoutes.showFile, ({ params, headers }) => serveFile('GET', params.token, headers))
