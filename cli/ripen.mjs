#!/usr/bin/env node
// Starts the command line on the project's own Node, whatever Node called it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')
if (!existsSync(node)) {
  console.error('Ripen is not installed yet: run "npm ci" (or npm start) in its folder once.')
  process.exit(1)
}
const run = spawnSync(
  node,
  ['--disable-warning=ExperimentalWarning', join(root, 'cli/main.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
)
process.exit(run.status ?? 1)
