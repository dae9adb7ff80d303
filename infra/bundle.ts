import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from '../setup/fingerprint.mjs'

/** Where the bundles lie, one folder for each handler. */
export const bundleFolder = '.build/functions'

/** The handler files, such as `functions/capture/submit-form.http.ts`, named by path without folder and ending: `capture/submit-form.http`. */
export function handlerNames(root: string): string[] {
  return globSync('functions/*/*.{http,event,task,schedule,deploy}.ts', { cwd: root })
    .map((path) => path.replace(/^functions\//, '').replace(/\.ts$/, ''))
    .sort()
}

/** What the bundles are made of. `package.json` says what of it has effects when it is loaded. */
const sources = ['core', 'functions', 'infra', 'package.json', 'package-lock.json']

/**
 * Bundles every handler, unless nothing changed since that was done. In a process of its own: a synthesis waits for nothing, and esbuild has its plugins only
 * where it is waited for.
 */
export function bundleHandlers(root: string): void {
  const madeOf = join(root, bundleFolder, 'made-of')
  const now = fingerprint(root, sources)
  const isBundled = (name: string) => existsSync(join(root, bundleFolder, name, 'index.mjs'))
  if (existsSync(madeOf) && readFileSync(madeOf, 'utf8') === now && handlerNames(root).every(isBundled)) return
  rmSync(madeOf, { force: true })
  const script = join(import.meta.dirname, 'write-bundles.ts')
  const { status } = spawnSync(process.execPath, [script, root], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error('The handlers could not be bundled: see above.')
  writeFileSync(madeOf, now)
}
