import * as z from 'zod/mini'
import { marketing, type Route, route, token } from '../route.ts'
import { largestFile, storedFileName } from './file-bytes.ts'

const stored = () => z.object({ name: z.string().check(z.regex(storedFileName)) })

/** Gated files: given to who has a link from a mail, and their bytes stored by staff under their hash. */
export const fileRoutes = {
  showFile: route({
    method: 'GET',
    path: '/files/{token}',
    who: 'public',
    summary: 'A gated file; that it was downloaded is written down',
    params: token,
    answers: { 200: 'the file', 404: 'bad token', 410: 'expired: a page with a button for a fresh link' },
  }),
  probeFile: route({
    method: 'HEAD',
    path: '/files/{token}',
    who: 'public',
    summary: 'What a gated file is, without it; marked as no person’s',
    params: token,
    answers: { 200: 'its headers', 404: 'bad token', 410: 'expired' },
  }),
  askForFile: route({
    method: 'POST',
    path: '/files/{token}',
    who: 'public',
    summary: 'Mail a fresh link to the address on record, once a day at most',
    params: token,
    body: () => z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: {
      200: 'it is on its way, again 200',
      404: 'bad token',
      409: 'no mail may go to this address',
      503: 'not at the moment',
    },
  }),
  storeFileBytes: route({
    method: 'PUT',
    path: '/content/file-bytes/{name}',
    who: marketing,
    summary: 'Store the bytes of a gated file under the name that they make',
    params: stored,
    body: () =>
      z.strictObject({ base64: z.string().check(z.minLength(4), z.maxLength(Math.ceil(largestFile / 3) * 4)) }),
    answers: { 200: '{ name, bytes }; the same again: 200' },
  }),
  showFileBytes: route({
    method: 'GET',
    path: '/content/file-bytes/{name}',
    who: marketing,
    summary: 'The bytes of a gated file as they were stored',
    params: stored,
    answers: { 200: 'the bytes', 404: 'no such file' },
  }),
} as const satisfies Record<string, Route>
