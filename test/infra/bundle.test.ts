import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bundleFolder, bundleHandlers } from '../../infra/bundle.ts'

const root = mkdtempSync(join(tmpdir(), 'ripen-bundle-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const bundled = join(root, bundleFolder, 'capture/answer.http/index.mjs')

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

it('bundles again only where a source changed or a bundle is gone', () => {
  for (const path of ['infra/a.ts', 'package.json', 'package-lock.json']) write(path, '{}')
  write('core/word.ts', "export const word = 'first'")
  write(
    'functions/capture/answer.http.ts',
    "import { word } from '../../core/word.ts'\nexport const handler = () => word",
  )
  bundleHandlers(root)
  expect(readFileSync(bundled, 'utf8')).toContain('first')

  writeFileSync(bundled, 'as it was left')
  bundleHandlers(root)
  expect(readFileSync(bundled, 'utf8')).toBe('as it was left')

  write('core/word.ts', "export const word = 'second'")
  bundleHandlers(root)
  expect(readFileSync(bundled, 'utf8')).toContain('second')

  rmSync(bundled)
  bundleHandlers(root)
  expect(existsSync(bundled)).toBe(true)
}, 60_000)
