import { describe, expect, it } from 'vitest'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { contentFile, fileOf, ownFile } from '../../../core/content/content-files.ts'
import { contentParts } from '../../../core/content/content-parts.ts'
import {
  bytesProblem,
  fileAt,
  fileType,
  largestFile,
  readFileReference,
  referenceToFile,
  storedFile,
} from '../../../core/files/file-bytes.ts'
import { filesLinked } from '../../../core/files/file-links.ts'
import { placesOf, referenceFor } from '../../../core/files/stored-bytes.ts'
import { aPng } from '../../fixtures/an-image.ts'

const pdf = Buffer.from('%PDF-1.7\n')
const zip = Buffer.from('PK\x03\x04rest')
const hash = '0'.repeat(40)
const yaml = 'id: paper\ntitle: { en: A paper, fa: راهنما }\nfiles: { en: en.pdf }\n'
const folder = (more: Record<string, string> = {}): Record<string, string> => ({
  'files/paper/file.yaml': yaml,
  'files/paper/en.pdf': referenceToFile(pdf),
  ...more,
})
const found = async (files: Record<string, string>) =>
  (await checkFolder(files)).problems.map((one) => [one.file, one.line, one.column, one.severity, one.message])

describe('a gated file in a folder', () => {
  it('is one content with its bytes', async () => {
    expect(await found(folder())).toEqual([])
    const names = Object.keys(folder()).sort()
    expect(contentParts(folder()).map(({ type, id, files }) => [type, id, Object.keys(files).sort()])).toEqual([
      ['files', 'paper', names],
    ])
    expect(contentFile('files/paper/file.yaml')).toEqual({ type: 'files', id: 'paper', file: 'files/paper/file.yaml' })
    expect([ownFile('files', 'paper'), fileOf('files', 'paper', 'en.pdf')]).toEqual([
      'files/paper/file.yaml',
      'files/paper/en.pdf',
    ])
    for (const path of ['files/paper.yaml', 'files/Paper/file.yaml', 'files/paper/other.yaml'])
      expect(contentFile(path)).toBeUndefined()
  })

  it.each<[string, Record<string, string>, unknown[]]>([
    [
      'names what is not there',
      { 'files/paper/file.yaml': yaml.replace('en.pdf }', 'en.pdf, fa: fa.pdf }') },
      ['files/paper/file.yaml', 3, 26, 'error', 'there is no file files/paper/fa.pdf'],
    ],
    [
      'names a language that is none',
      { 'files/paper/file.yaml': yaml.replace('en: en.pdf', 'english: en.pdf') },
      ['files/paper/file.yaml', 3, 10, 'error', expect.stringContaining('language')],
    ],
    [
      'has another id than its folder',
      { 'files/paper/file.yaml': yaml.replace('id: paper', 'id: other') },
      ['files/paper/file.yaml', 1, 5, 'error', "the id differs from the file's name"],
    ],
    [
      'has bytes that nobody gets',
      { 'files/paper/draft.pdf': referenceToFile(pdf) },
      ['files/paper/draft.pdf', undefined, undefined, 'warning', 'nobody gets this file'],
    ],
    [
      'is of another folder that says nothing',
      { 'files/other/en.pdf': referenceToFile(pdf) },
      ['files/other/en.pdf', undefined, undefined, 'error', 'there is no file.yaml beside this'],
    ],
    [
      'is no PDF',
      { 'files/paper/en.pdf': referenceToFile(zip) },
      ['files/paper/en.pdf', undefined, undefined, 'error', 'by its bytes this is no .pdf'],
    ],
    [
      'would run in a browser',
      { 'files/paper/page.html': '<script></script>' },
      ['files/paper/page.html', undefined, undefined, 'error', 'this is no place or name of a content file'],
    ],
  ])('that %s is told of', async (_, more, problem) => {
    expect(await found(folder(more))).toContainEqual(problem)
  })
})

describe('a gated file and the mails that lead to it', () => {
  const mail = (locale: string) => ({
    [`emails/hello/${locale}.md`]: `---\nsubject: A paper\npreheader: For you\nclass: transactional\n---\n# Hello\n\nRead [the paper]({{ files.paper }}).\n`,
  })
  const fresh = (more = '', link = '{{ fileUrl }}') => ({
    'emails/file-link/en.md': `---\nsubject: "{{ fileTitle }}"\npreheader: Again\nclass: transactional\n${more}variables:\n  fileUrl: null\n  fileTitle: null\n---\n# Again\n\nHere is [your file](${link}).\n`,
  })
  const marketing = fresh('topic: news\n')
    ['emails/file-link/en.md'].replace('transactional', 'marketing')
    .replaceAll('null', 'x')

  it.each<[string, Record<string, string>, unknown[][]]>([
    ['have all they need', { ...mail('en'), ...fresh() }, []],
    ['a language with its region counts', { ...mail('en'), ...mail('en-GB'), ...fresh() }, []],
    ['none leads to it: no fresh link is needed', {}, []],
    [
      'one is in a language that it lacks',
      { ...mail('en'), ...mail('fa'), ...fresh() },
      [
        [
          'files/paper/file.yaml',
          undefined,
          undefined,
          'warning',
          'there is no file for "fa", in which the email "hello" leads to it',
        ],
      ],
    ],
    [
      'none brings a fresh link',
      mail('en'),
      [
        [
          'files/paper/file.yaml',
          undefined,
          undefined,
          'warning',
          'whose link to this has run out can’t get another: there is no email "file-link"',
        ],
      ],
    ],
    [
      'the one that should bring a fresh link is for some alone',
      { ...mail('en'), 'emails/file-link/en.md': marketing },
      [['emails/file-link/en.md', 1, 1, 'error', expect.stringContaining('its class is "marketing"')]],
    ],
    [
      'the one that should bring a fresh link has none',
      { ...mail('en'), ...fresh('', 'https://www.example.com/') },
      [['emails/file-link/en.md', 1, 1, 'error', 'this email brings a fresh link to a file and has none']],
    ],
  ])('%s', async (_, mails, problems) => {
    expect(await found(folder(mails))).toEqual(problems)
  })
})

describe('the bytes of a gated file', () => {
  it('are called by their hash and ending, wherever they lie', () => {
    const reference = referenceToFile(pdf)
    expect(readFileReference(reference)).toMatchObject({ kind: 'pdf', bytes: pdf.length })
    expect(storedFile('files/paper/en.pdf', reference)).toMatch(/^[0-9a-f]{40}\.pdf$/)
    expect(storedFile('emails/paper/en.pdf', reference)).toBeUndefined()
    expect(storedFile('files/paper/en.pdf', 'whatever')).toBeUndefined()
    expect(fileType('x.docx')).toContain('wordprocessingml')
  })

  it.each<[string, Parameters<typeof bytesProblem>, string | undefined]>([
    ['a PDF', ['pdf', referenceToFile(pdf)], undefined],
    ['a document of an office', ['docx', referenceToFile(zip)], undefined],
    ['a table', ['csv', referenceToFile(Buffer.from('a,b'))], undefined],
    ['a PDF that calls itself a table', ['csv', referenceToFile(pdf)], 'by its bytes this is no .csv'],
    ['no reference', ['pdf', '%PDF-1.7'], 'this stands for no file'],
    ['nothing', ['csv', `other 0 ${hash}`], 'the file is empty'],
    ['as much as goes', ['pdf', `pdf ${largestFile} ${hash}`], undefined],
    ['one byte more', ['pdf', `pdf ${largestFile + 1} ${hash}`], 'the file has 4.0 MB, and at most 4 go'],
  ])('are judged: %s', (_, given, message) => {
    expect(bytesProblem(...given)?.message).toBe(message)
  })

  it.each(['files/paper/en.pdf', 'files/a/x.y.PDF', 'files/a/.pdf', 'files/a/b/c.pdf', 'files/a/x.exe'])(
    '%s is a place for some or not',
    (path) => expect(fileAt(path) !== undefined).toBe(path === 'files/paper/en.pdf'),
  )

  it('and images are stored by the API where each is given again', () => {
    for (const [path, bytes, put, get] of [
      ['files/paper/en.pdf', pdf, /^\/content\/file-bytes\//, /^\/content\/file-bytes\//],
      ['emails/hello/images/a.png', aPng, /^\/content\/images\//, /^\/images\//],
    ] as const) {
      const places = placesOf(path, referenceFor(path, bytes) ?? '')
      expect(places?.put).toMatch(put)
      expect(places?.get).toMatch(get)
    }
    expect(referenceFor('emails/hello/en.md', pdf)).toBeUndefined()
    expect(placesOf('emails/hello/en.md', 'Hello')).toBeUndefined()
  })
})

describe('the files that a mail links to', () => {
  it.each<[string, string[]]>([
    ['<a href="{{ files.white-paper }}#page=2">', ['white-paper']],
    ['{{files.a}} {{ files.b | default: "" }} {{ files.a }}', ['a', 'b']],
    ['my profiles.here', []],
  ])('of %s', (html, ids) => {
    expect(filesLinked({ subject: '', html, text: '' })).toEqual(ids)
  })
})
