// Runs a program of the project on the project's own Node 24, which package.json pins: `node setup/run.mjs local/start.ts --port 4000`.
// A shell that just installed it may still call the Node of the machine, which runs this file but no TypeScript.
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [program, ...given] = process.argv.slice(2)
if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv.splice(1, 2, resolve(program))
  await import(pathToFileURL(resolve(program)).href)
} else {
  const node = join(import.meta.dirname, '../node_modules/.bin/node')
  const child = spawn(node, [program, ...given], { stdio: 'inherit' })
  // The terminal tells both of Ctrl-C; this one waits for the other's end.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
