import { imageType } from '../../core/content/images.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { getImage } from '../aws/images-bucket.ts'
import { bytes, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'

/** `GET /images/{name}`: an image of a mail. Its name is its content's hash, so whoever has it may keep it for ever. */
export const handler = onRequest(contentRoutes.showImage, async ({ params: { name } }) => {
  const image = await getImage(name)
  if (!image) throw new Problem(404, 'There is no such image.')
  return bytes(image, {
    'content-type': imageType(name),
    'cache-control': 'public, max-age=31536000, immutable',
    etag: `"${name}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    // Mail programs show it on pages of their own.
    'cross-origin-resource-policy': 'cross-origin',
  })
})
