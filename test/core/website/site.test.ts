import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../../../core/content/read-yaml.ts'
import { interestsShownOn, site } from '../../../core/website/site.ts'
import type { Visit } from '../../../core/website/visit.ts'

const text = `id: www
origins: [https://www.example.com]
pages:
  - { path: /pricing, interests: [pricing] }
  - { path: /stock/*, interests: [dead-stock, forecast] }
  - { path: /stock/dead*, interests: [dead-stock] }
  - { path: /цены*, interests: [pricing] }
searches:
  - { words: [Dead stock, slow mover], interests: [dead-stock] }
  - { words: [price], interests: [pricing] }
`
const read = (given: string) => readYaml(given, site, { file: 'www.yaml' })
const www = read(text).value
if (!www) throw new Error('no site')
const visits = (path: string): Visit => ({ type: 'page-visited', path, ago: 0 })
const searches = (query: string, path = '/search'): Visit => ({ type: 'site-searched', path, query, ago: 0 })

describe('what somebody shows interest in on a website', () => {
  it.each<[string, Visit, string[]]>([
    ['a page by its path', visits('/pricing'), ['pricing']],
    ['a page below it', visits('/pricing/eu'), []],
    ['a page that is called alike', visits('/pricing.html'), []],
    ['the path itself before the star', visits('/stock/'), ['dead-stock', 'forecast']],
    ['a page that two lines name', visits('/stock/dead-stock.html'), ['dead-stock', 'forecast']],
    ['a page that no line names', visits('/about'), []],
    ['a path as browsers write it', visits(encodeURI('/цены-2026')), ['pricing']],
    ['a path that is broken', visits('/%E0%A4%A'), []],
    ['a download', { type: 'content-downloaded', path: '/stock/list.pdf', ago: 0 }, ['dead-stock', 'forecast']],
    ['a search, however written', searches('How to sell DEAD STOCK'), ['dead-stock']],
    ['a search for two things', searches('price of a slow mover'), ['dead-stock', 'pricing']],
    [
      'a search on a page that has interests: the words say it, not the page',
      searches('opening hours', '/pricing'),
      [],
    ],
  ])('%s', (_, event, interests) => expect(interestsShownOn(www, event)).toEqual(interests))

  it('is never more than the site names, for any path', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (path, query) => {
        for (const event of [visits(`/${path}`), searches(query)]) {
          const shown = interestsShownOn(www, event)
          expect(shown).toEqual([...new Set(shown)].sort())
          for (const one of shown) expect(['dead-stock', 'forecast', 'pricing']).toContain(one)
        }
      }),
    )
  })
})

describe('a site', () => {
  const many = Array.from({ length: 41 }, (_, n) => `  - { path: /p${n}, interests: [tag-${n}] }`).join('\n')
  it.each<[string, string, string, number]>([
    ['a path without its slash', text.replace('path: /pricing', 'path: pricing'), 'write a path from its slash on', 4],
    ['a path with a query', text.replace('/pricing,', '/pricing?a=b,'), 'write a path from its slash on', 4],
    ['a star within', text.replace('/stock/*', '/*/stock'), '* stands at its end alone', 5],
    ['no interests', text.replace('[pricing]', '[]'), '', 4],
    ['a tag that is none', text.replace('[pricing]', '[Price List]'), '', 4],
    ['a path twice', text.replace('/stock/dead*', '/pricing'), 'named twice', 3],
    ['a word of one letter', text.replace('[price]', '[p]'), 'two letters at least', 10],
    ['more interests than are kept', text.replace(/pages:[\s\S]*/, `pages:\n${many}\n`), 'more than 40 interests', 3],
  ])('is refused for %s, with its line', (_, given, message, line) => {
    const { value, problems } = read(given)
    expect(value).toBeUndefined()
    expect(problems[0]).toMatchObject({ message: expect.stringContaining(message), line })
  })
})
