import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeClicks, judgeOpen, markOf, signsOfAgent } from '../../../core/consent/machine-click.ts'

const arrived = '2026-11-24T09:00:00.000Z'
const at = (time: string) => `2026-11-24T09:${time}Z`
const click = (time: string, link = 'https://www.example.com/paper') => ({ at: at(time), link })
const other = 'https://other.example'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const persons = (clicks: ReturnType<typeof click>[], links?: number) =>
  judgeClicks(clicks, arrived, links).map(({ person }) => person)

describe('how likely clicks are a person’s', () => {
  it.each([
    ['within 10 s of the delivery no person reads', [click('00:10.000')], [0]],
    ['within 20 s few do', [click('00:10.001')], [0.5]],
    ['after that people do', [click('00:20.001')], [1]],
    ['two links within 2 s: both are a machine’s', [click('05:00.000'), click('05:02.000', other)], [0, 0]],
    ['the same link twice is impatience', [click('05:00.000'), click('05:01.000')], [1, 1]],
    ['two links with time between are read', [click('05:00.000'), click('05:02.001', other)], [1, 1]],
    ['before the delivery is told of', [click('00:00.000')], [0]],
  ])('%s', (_, clicks, expected) => {
    expect(persons(clicks)).toEqual(expected)
  })

  it('sees who follows every link of a mail, slowly as they may', () => {
    const all = ['a', 'b', 'c'].map((name, index) => click(`05:0${index * 3}.000`, `https://${name}.example`))
    expect(persons(all, 3)).toEqual([0, 0, 0])
    expect(persons(all, 4)).toEqual([1, 1, 1])
    expect(persons(all.slice(0, 2), 2)).toEqual([1, 1])
    expect(persons(all)).toEqual([1, 1, 1])
  })

  it.each([
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', true],
    ['Barracuda Sentinel (EE)', true],
    ['python-requests/2.31', true],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36', true],
    [firefox, false],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)', false],
    ['Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Microsoft Outlook 16.0.5422; ms-office; MSOffice 16)', false],
    ['Mozilla/5.0', false],
    [undefined, false],
  ])('knows scanners by their name: %s', (agent, isScanner) => {
    const signs = signsOfAgent({ agent })
    expect(signs).toEqual(isScanner ? ['known-scanner'] : [])
    expect(judgeClicks([{ ...click('05:00.000'), signs }], arrived)[0]?.person).toBe(isScanner ? 0 : 1)
  })

  it('takes a HEAD for no reading', () => {
    expect(signsOfAgent({ agent: firefox, method: 'HEAD' })).toEqual(['head'])
    expect(signsOfAgent({ agent: firefox, method: 'GET' })).toEqual([])
  })

  it('takes what a browser fetches ahead for no reading', () => {
    expect(signsOfAgent({ agent: firefox, purpose: 'prefetch;prerender' })).toEqual(['known-scanner'])
    expect(signsOfAgent({ agent: firefox, purpose: '' })).toEqual([])
  })

  it('an image that a mail program fetched by itself is no open', () => {
    expect(judgeOpen(at('05:00.000'), arrived, 'Mozilla/5.0').person).toBe(0)
    expect(judgeOpen(at('05:00.000'), arrived, firefox).person).toBe(1)
    expect(judgeOpen(at('00:05.000'), arrived, firefox).person).toBe(0)
  })

  it('marks what speaks against a person, and nothing else', () => {
    expect(markOf({ person: 1, signs: [] })).toEqual({})
    expect(markOf({ person: 0.5, signs: ['hasty'] })).toEqual({ person: 0.5, signs: ['hasty'] })
    expect(markOf({ person: 0, signs: ['head'] })).toEqual({ machine: true, signs: ['head'] })
  })

  it('judges the same clicks the same in any order, and another click never makes one more a person’s', () => {
    const clicks = fc.array(
      fc.record({ second: fc.integer({ min: 0, max: 400 }), link: fc.constantFrom('a', 'b', 'c', 'd') }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(clicks, fc.integer({ min: 1, max: 5 }), (given, links) => {
        const all = given.map(({ second, link }) => ({
          at: new Date(Date.parse(arrived) + second * 1000).toISOString(),
          link,
        }))
        const judged = judgeClicks(all, arrived, links)
        expect(
          judgeClicks(all.toReversed(), arrived, links)
            .toReversed()
            .map(({ person }) => person),
        ).toEqual(judged.map(({ person }) => person))
        const fewer = judgeClicks(all.slice(0, -1), arrived, links)
        for (const [index, { person }] of fewer.entries()) expect(judged[index]?.person).toBeLessThanOrEqual(person)
      }),
    )
  })
})
