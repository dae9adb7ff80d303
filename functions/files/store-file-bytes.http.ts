import {
  bytesProblem,
  fileAt,
  fileType,
  largestFile,
  referenceToFile,
  storedFile,
} from '../../core/files/file-bytes.ts'
import { fileRoutes } from '../../core/files/routes.ts'
import { toInstant } from '../../core/names.ts'
import { putFile } from '../aws/files-bucket.ts'
import { fileBytesKey } from '../aws/keys.ts'
import { ifAbsent, putItem } from '../aws/table.ts'
import { atMost, type BodyReader, jsonOf } from '../runtime/body.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'

/** In base64, with the braces around it. */
const readBytes: BodyReader = ({ bytes, kind }) => {
  atMost(bytes, Math.ceil(largestFile / 3) * 4 + 1024)
  if (kind !== 'application/json') throw new Problem(415, 'Send application/json.')
  return jsonOf(bytes)
}

/** `PUT /content/file-bytes/{name}`: stores bytes, then that they are there; who dies in between leaves bytes that the same call finds again. */
export const handler = onRequest(
  fileRoutes.storeFileBytes,
  async ({ params: { name }, body, caller }) => {
    const content = Buffer.from(body.base64, 'base64')
    const refuse = (detail: string) =>
      new Problem(422, 'This file is not stored.', { errors: [{ pointer: '/base64', detail }] })
    const path = `files/any/${name}`
    const reference = referenceToFile(content)
    const at = fileAt(path)
    const problem = at && bytesProblem(at.ending, reference)
    if (problem) throw refuse(`${problem.message}; ${problem.mend}`)
    if (storedFile(path, reference) !== name) throw refuse('Its bytes make another name than that of the path.')
    await putFile(name, content, fileType(name))
    await putItem(fileBytesKey(name), { name, bytes: content.length, at: toInstant(now()), by: caller.name }, ifAbsent)
    return { name, bytes: content.length }
  },
  undefined,
  readBytes,
)
