import { fileType } from '../../core/files/file-bytes.ts'
import { fileRoutes } from '../../core/files/routes.ts'
import { getFile } from '../aws/files-bucket.ts'
import { bytes, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'

/** `GET /content/file-bytes/{name}`: for who pulls content into a folder. */
export const handler = onRequest(fileRoutes.showFileBytes, async ({ params: { name } }) => {
  const content = await getFile(name)
  if (!content) throw new Problem(404, 'There is no such file.')
  return bytes(content, {
    'content-type': fileType(name),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'attachment',
  })
})
