import * as z from 'zod/mini'
import { marketing, type Route, route } from '../route.ts'
import { imageName, largestImage } from './images.ts'

/** Images of mails: stored by staff under their content's hash, shown to whoever reads the mail. */
export const imageRoutes = {
  showImage: route({
    method: 'GET',
    path: '/images/{name}',
    who: 'public',
    summary: 'An image of a mail',
    params: () => z.object({ name: z.string().check(z.regex(imageName)) }),
    answers: { 200: 'the image; it never changes', 404: 'no such image' },
  }),
  storeImage: route({
    method: 'PUT',
    path: '/content/images/{name}',
    who: marketing,
    summary: 'Store an image of a mail under the name that its bytes make',
    params: () => z.object({ name: z.string().check(z.regex(imageName)) }),
    body: () =>
      z.strictObject({
        base64: z.string().check(z.minLength(4), z.maxLength(Math.ceil(largestImage / 3) * 4)),
      }),
    answers: { 200: '{ name, bytes }; the same again: 200' },
  }),
} as const satisfies Record<string, Route>
