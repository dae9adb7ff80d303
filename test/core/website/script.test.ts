import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { script } from '../../../functions/website/made-script.ts'
import { makeScript } from '../../../website/make-script.ts'

it('is served as it is written in website/ripen.js (npm run script)', async () => {
  expect(script).toBe(await makeScript())
})

it('has at most 3 KB, packed as browsers get it', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(3 * 1024)
})

it('makes no code of text and no style, which a strict content security policy refuses', () => {
  expect(script).not.toMatch(/\beval\b|new Function|innerHTML|\.style\b|setAttribute\("on/)
})
