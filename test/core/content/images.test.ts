import { describe, expect, it } from 'vitest'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { compileEmail } from '../../../core/content/compile-email.ts'
import { contentParts } from '../../../core/content/content-parts.ts'
import { emailSources } from '../../../core/content/email-source.ts'
import { imageFile, imageKindOf, imageProblem, readReference, referenceTo } from '../../../core/content/images.ts'
import { anEmail, column, plainFront } from '../../fixtures/an-email.ts'
import { aPng } from '../../fixtures/an-image.ts'

const png = referenceTo(aPng)
const stored = `${readReference(png)?.hash}.png`
const front = [...plainFront, 'topic: news']
const folder = (body: string, more: Record<string, string> = {}) => ({
  'emails/hello/en.md': anEmail(body, { front }).text,
  'emails/hello/images/shelf.png': png,
  ...more,
})
const found = async (files: Record<string, string>) =>
  (await checkFolder(files)).problems.map(({ file, line, column: at, severity, message }) => [
    file,
    line,
    at,
    severity,
    message,
  ])

describe('an image in the folder of a mail', () => {
  it('has its public address in the mail, by its content', async () => {
    const body = '![A shelf](images/shelf.png)\n\nas in images/shelf.png or src="images/shelf.png"'
    const [source] = emailSources(folder(body))
    const { email, problems } = await compileEmail(source as never)
    expect(problems).toEqual([])
    expect(email?.html).toContain(`src="{{ imagesUrl }}/${stored}"`)
    expect(email?.html).toContain('as in images/shelf.png or src=&quot;images/shelf.png&quot;')
  })

  it('goes into MJML, as a picture and behind text', async () => {
    const mjml = column('<mj-image alt="A shelf" src="images/shelf.png" />').replace(
      '<mj-section>',
      '<mj-section background-url="images/shelf.png">',
    )
    const files = {
      'emails/hello/en.mjml': anEmail(mjml, { format: 'mjml' }).text,
      'emails/hello/images/shelf.png': png,
    }
    const { email, problems } = await compileEmail(emailSources(files)[0] as never)
    expect(problems).toEqual([])
    expect(email?.html).toContain(`src="{{ imagesUrl }}/${stored}"`)
    expect(email?.html).toContain(`background="{{ imagesUrl }}/${stored}"`)
    expect(email?.html).toContain(`url('{{ imagesUrl }}/${stored}')`)
    expect(email?.html).not.toContain('"images/')
  })

  it('is one of the files of its email', () => {
    const [part] = contentParts(folder('![A shelf](images/shelf.png)'))
    expect(part?.files['emails/hello/images/shelf.png']).toBe(png)
  })

  it.each([
    ['that is there', 'x ![A shelf](images/shelf.png)', {}, []],
    [
      'that is not there',
      '![A shelf](images/Shelf.png) ![x](images/shelf.png)',
      {},
      [['emails/hello/en.md', 6, 1, 'error', 'there is no image "images/Shelf.png"']],
    ],
    [
      'of another mail',
      '![x](images/shelf.png) ![x](images/other.png)',
      { 'emails/other/images/other.png': png },
      [
        ['emails/hello/en.md', 6, 24, 'error', 'there is no image "images/other.png"'],
        ['emails/other/images/other.png', undefined, undefined, 'warning', 'the mail does not show this image'],
      ],
    ],
    [
      'that no mail shows',
      'Hello',
      {},
      [['emails/hello/images/shelf.png', undefined, undefined, 'warning', 'the mail does not show this image']],
    ],
    [
      'without words',
      '![](images/shelf.png)',
      {},
      [['emails/hello/en.md', 6, 1, 'warning', 'this image has no words for those who don’t see it']],
    ],
    [
      'in a file that holds something else',
      '![x](images/shelf.png) ![x](images/a.jpg)',
      { 'emails/hello/images/a.jpg': png },
      [['emails/hello/images/a.jpg', undefined, undefined, 'error', 'by its bytes this is a png']],
    ],
    [
      'of another kind',
      '![x](images/shelf.png)',
      { 'emails/hello/images/a.svg': '<svg/>' },
      [['emails/hello/images/a.svg', undefined, undefined, 'error', 'this is no place or name of a content file']],
    ],
  ])('%s', async (_, body, more, problems) => {
    const known = await found(folder(body, more as never))
    expect(known.filter(([, , , , message]) => !/no form asks/.test(String(message)))).toEqual(problems)
  })
})

describe('an image file', () => {
  it('is told by its bytes', () => {
    const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))
    expect(imageKindOf(aPng)).toBe('png')
    expect(imageKindOf(bytes('\xff\xd8\xff\xe0'))).toBe('jpg')
    expect(imageKindOf(bytes('GIF89a'))).toBe('gif')
    expect(imageKindOf(bytes('RIFF\0\0\0\0WEBPVP8 '))).toBe('webp')
    for (const other of ['', 'GIF88a', 'RIFF\0\0\0\0WAVE', '<svg xmlns="http://www.w3.org/2000/svg"/>', '\x89PNG'])
      expect(imageKindOf(bytes(other))).toBeUndefined()
  })

  it.each([
    ['emails/a/images/x.png', referenceTo(aPng), undefined],
    ['emails/a/images/x.jpeg', referenceTo(aPng), 'by its bytes this is a png'],
    ['emails/a/images/x.png', referenceTo(new Uint8Array(3)), 'this is no PNG, JPEG, GIF or WebP'],
    ['emails/a/images/x.png', `png 512001 ${'0'.repeat(40)}`, 'the image has 501 KB, and at most 500 go'],
    ['emails/a/images/x.png', 'png', 'this stands for no image'],
  ])('%s as %s', (file, reference, message) => {
    expect(imageProblem(file, reference)?.message).toBe(message)
  })

  it.each([
    'emails/a/images/x.svg',
    'emails/A/images/x.png',
    'emails/a/images/../x.png',
    'emails/a/x.png',
    'images/x.png',
  ])('is not at %s', (path) => {
    expect(imageFile(path)).toBeUndefined()
  })
})
