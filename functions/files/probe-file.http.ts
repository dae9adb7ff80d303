import { fileRoutes } from '../../core/files/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { serveFile } from './serve-file.ts'

/** `HEAD /files/{token}`: link checkers look whether something is there. */
export const handler = onRequest(fileRoutes.probeFile, ({ params, headers }) =>
  serveFile('HEAD', params.token, headers),
)
