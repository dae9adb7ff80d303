import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

/** Where the bundles lie, one folder for each handler. */
export const bundleFolder = '.build/functions'

/** The handler files, such as `functions/capture/submit-form.http.ts`, named by path without folder and ending: `capture/submit-form.http`. */
export function handlerNames(root: string): string[] {
  return globSync('functions/*/*.{http,event,task,schedule,deploy}.ts', { cwd: root })
    .map((path) => path.replace(/^functions\//, '').replace(/\.ts$/, ''))
    .sort()
}

/** Bundles every handler, in a process of its own: a synthesis waits for nothing, and esbuild has its plugins only where it is waited for. */
export function bundleHandlers(root: string): void {
  const script = join(import.meta.dirname, 'write-bundles.ts')
  const { status } = spawnSync(process.execPath, [script, root], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error('The handlers could not be bundled: see above.')
}
