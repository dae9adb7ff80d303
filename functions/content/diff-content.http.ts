import { compareFiles, compareMails } from '../../core/content/compare.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { existingContent } from './existing-content.ts'
import { emailsOf, statesToCompare } from './states.ts'

/** `GET /content/{type}/{id}/diff`: what changes from one version (or the draft) to another: the files, and of an email the mails as they are read. */
export const handler = onRequest(contentRoutes.diffContent, async ({ params: { type, id }, query }) => {
  const standing = await existingContent(type, id)
  const { from, to } = await statesToCompare({ type, id }, standing, query)
  const files = compareFiles(from.files, to.files)
  const compared = { type, id, from: from.is, to: to.is, files }
  if (type !== 'emails') return compared
  return { ...compared, mails: compareMails(id, await emailsOf(id, from), await emailsOf(id, to)) }
})
