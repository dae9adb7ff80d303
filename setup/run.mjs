// Runs a program of the project: `node setup/run.mjs local/start.ts --port 4000`. Installs what is missing first, and synthesizes the stack where its
// sources changed. The program runs on the project's own Node 24, which package.json pins: a shell that just installed it may still call the machine's.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

await import('./prepare.mjs')
await import('./synth.mjs')

const [program, ...given] = process.argv.slice(2)
if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(fileURLToPath(new URL('../.build/compiled', import.meta.url)))
  process.argv.splice(1, 2, resolve(program))
  await import(pathToFileURL(resolve(program)).href)
} else {
  const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
  const child = spawn(node, [program, ...given], { stdio: 'inherit' })
  // The terminal tells both of Ctrl-C; this one waits for the other's end.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
