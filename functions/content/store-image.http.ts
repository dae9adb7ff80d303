import { imageProblem, imageType, nameOf, readReference, referenceTo } from '../../core/content/images.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { toInstant } from '../../core/names.ts'
import { putImage } from '../aws/images-bucket.ts'
import { imageKey } from '../aws/keys.ts'
import { ifAbsent, putItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'

/** `PUT /content/images/{name}`: stores an image, then that it is there; who dies in between leaves bytes that the same call finds again. */
export const handler = onRequest(contentRoutes.storeImage, async ({ params: { name }, body, caller }) => {
  const image = Buffer.from(body.base64, 'base64')
  const refuse = (detail: string) =>
    new Problem(422, 'This image is not stored.', { errors: [{ pointer: '/base64', detail }] })
  const reference = referenceTo(image)
  const read = readReference(reference)
  const problem = imageProblem(`emails/any/images/any.${read?.kind}`, reference)
  if (problem) throw refuse(`${problem.message}; ${problem.mend}`)
  if (!read || nameOf(read) !== name) throw refuse('Its bytes make another name than that of the path.')
  await putImage(name, image, imageType(name))
  await putItem(imageKey(name), { name, bytes: image.length, at: toInstant(now()), by: caller.name }, ifAbsent)
  return { name, bytes: image.length }
})
