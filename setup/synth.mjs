// Synthesizes the stack for the run on this machine into .build/assembly, where what it is made of has changed since the last time.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const assembly = join(root, '.build/assembly')
const madeOf = join(root, '.build/assembly-made-of')
const sources = ['core', 'functions', 'infra', 'workflows', 'cdk.json', 'package-lock.json']

const now = fingerprint()
if (!existsSync(join(assembly, 'manifest.json')) || !existsSync(madeOf) || readFileSync(madeOf, 'utf8') !== now) {
  console.log('Synthesizing the stack: its sources changed, this takes some seconds …')
  const fresh = `${assembly}.new`
  rmSync(fresh, { recursive: true, force: true })
  const node = join(root, 'node_modules/.bin/node')
  const { status } = spawnSync(node, ['infra/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: fresh },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) {
    console.error('The stack could not be synthesized: see above.')
    process.exit(1)
  }
  rmSync(assembly, { recursive: true, force: true })
  mkdirSync(join(root, '.build'), { recursive: true })
  renameSync(fresh, assembly)
  writeFileSync(madeOf, now)
}

/** A hash over the paths and contents of everything the assembly is made of. */
function fingerprint() {
  const hash = createHash('sha256')
  const add = (path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  for (const source of sources) {
    if (source.includes('.')) add(source)
    else for (const path of filesIn(source)) add(path)
  }
  return hash.digest('hex')
}

function filesIn(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}
