import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downloadFact, downloadId, isContinuation, isSameDownload } from '../../../core/files/download.ts'
import { fileHeaders } from '../../../core/files/file-headers.ts'
import { contentSeen } from '../../../core/handoff/content-seen.ts'
import { activity } from '../../../core/leads/activity.ts'
import { visitFacts } from '../../../core/website/visit-facts.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const at = '2026-12-01T09:00:00.000Z'
const ms = Date.parse(at)
const leadId = aLeadId()
const file = { id: 'white-paper', title: { en: 'Stock', fa: 'موجودی' }, files: { en: 'en.pdf' }, link: '30d', tags: [] }
const link = { leadId, at, locale: 'fa' }

describe('a download', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['bytes=0-', false],
    ['bytes=0-1023', false],
    ['Bytes = 00-5', false],
    ['bytes=1024-', true],
    ['bytes=-500', true],
    ['bytes=10-20,0-5', true],
  ])('of the range %s goes on an earlier one: %s', (range, expected) => {
    expect(isContinuation(range)).toBe(expected)
  })

  it('is the same for half an hour', () => {
    expect([29, 30].map((minutes) => isSameDownload(at, ms + minutes * 60_000))).toEqual([true, false])
  })

  it('is a fact in the shape that those of websites have, so that one condition asks for both', () => {
    const fact = downloadFact(link, file, undefined, undefined)
    expect(activity.parse(fact)).toEqual(fact)
    expect(fact).toMatchObject({
      type: 'content-downloaded',
      data: { file: 'white-paper', path: '/files/white-paper' },
    })
    const [visited] = visitFacts(leadId, {
      batchId: 'batch',
      visitorId: 'a'.repeat(32),
      site: 'www',
      actedAt: at,
      consentedAt: at,
      events: [{ type: 'content-downloaded', path: '/papers/White-Paper.pdf', ago: 0 }],
    })
    expect(visited?.data).toEqual({ path: '/papers/White-Paper.pdf', file: 'white-paper', site: 'www' })
    expect(contentSeen([fact])).toEqual([{ kind: 'download', what: 'موجودی', times: 1, last: at }])
  })

  it('of a machine is marked, and its id says nothing of who or what judged it', () => {
    const fact = downloadFact(link, file, undefined, { person: 0, signs: ['head'] })
    expect(fact.data).toMatchObject({ machine: true, signs: ['head'] })
    expect(fact.id).toBe(downloadId(leadId, 'white-paper', at))
    expect(contentSeen([fact])).toEqual([])
  })
})

describe('the headers of a file', () => {
  const disposition = (title: string, stored = 'x.pdf') =>
    fileHeaders({ id: 'white-paper', title, stored })['content-disposition']

  it.each([
    ['Stock & shelves', 'inline; filename="white-paper.pdf"; filename*=UTF-8\'\'Stock%20%26%20shelves.pdf'],
    [
      'О складе',
      'inline; filename="white-paper.pdf"; filename*=UTF-8\'\'%D0%9E%20%D1%81%D0%BA%D0%BB%D0%B0%D0%B4%D0%B5.pdf',
    ],
    ['a/b\\c:"d"\r\nx: y', 'inline; filename="white-paper.pdf"; filename*=UTF-8\'\'a%20b%20c%20d%20x%20y.pdf'],
    ['\u202egnp.', 'inline; filename="white-paper.pdf"; filename*=UTF-8\'\'gnp.pdf'],
    ['...', 'inline; filename="white-paper.pdf"; filename*=UTF-8\'\'white-paper.pdf'],
  ])('name it by its title: %j', (title, expected) => {
    expect(disposition(title)).toBe(expected)
  })

  it('let browsers save what they do not show', () => {
    expect(disposition('Prices', 'x.xlsx')).toMatch(/^attachment; filename="white-paper\.xlsx"/)
  })

  it('are one line of ASCII whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const value = disposition(title) ?? ''
        expect(value).toMatch(/^inline; filename="white-paper\.pdf"; filename\*=UTF-8''[A-Za-z0-9%!~_.-]+\.pdf$/)
        expect(() => decodeURIComponent(value.replace(/^.*''/, ''))).not.toThrow()
      }),
    )
  })
})
