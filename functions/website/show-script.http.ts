import { createHash } from 'node:crypto'
import { websiteRoutes } from '../../core/website/routes.ts'
import { answer, bytes, onRequest } from '../runtime/on-request.ts'
import { script } from './made-script.ts'

const content = Buffer.from(script)
const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 20)}"`
const headers = {
  etag,
  'cache-control': 'public, max-age=3600',
  'content-type': 'text/javascript; charset=utf-8',
  'x-content-type-options': 'nosniff',
  // Pages that isolate themselves may load it, and may check that it is the one they know.
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
}

/** `GET /ripen.js`: the script for websites; browsers look for another one after an hour. */
export const handler = onRequest(websiteRoutes.showScript, async (request) =>
  request.headers['if-none-match'] === etag ? answer(304, undefined, headers) : bytes(content, headers),
)
