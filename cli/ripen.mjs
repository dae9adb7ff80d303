#!/usr/bin/env node
// Starts the command line on the project's own Node, whatever Node called it: at once where that is new enough, as setup/run.mjs does it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')
if (!existsSync(node)) {
  console.error('Ripen is not installed yet: run "npm ci" (or npm start) in its folder once.')
  process.exit(1)
}
if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(join(root, '.build/compiled'))
  process.argv[1] = join(root, 'cli/main.ts')
  await import(pathToFileURL(process.argv[1]).href)
} else {
  const run = spawnSync(node, [import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(run.status ?? 1)
}
