// Synthesizes the stack for the run on this machine, where what it is made of has changed since the last time. Each assembly has a folder of its own,
// since another run may still load its functions from an earlier one; .build/assembly points at the latest.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint } from './fingerprint.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const latest = join(root, '.build/assembly')
const assemblies = join(root, '.build/assemblies')
const sources = ['core', 'functions', 'infra', 'workflows', 'cdk.json', 'package.json', 'package-lock.json']
const dayMs = 86_400_000

const assembly = join(assemblies, fingerprint(root, sources))
const isNew = !existsSync(join(assembly, 'manifest.json'))
if (isNew) synthesize()
if (!existsSync(latest) || realpathSync(latest) !== realpathSync(assembly)) pointAtIt()
// A `cdk deploy` comes by here too, and begins no data folder.
if (isNew && !process.env.CDK_OUTDIR) publishSamplesOnce()

function synthesize() {
  console.log('Synthesizing the stack: its sources changed, this takes some seconds …')
  mkdirSync(assemblies, { recursive: true })
  const fresh = `${assembly}.${process.pid}`
  const { status } = spawnSync(join(root, 'node_modules/.bin/node'), ['infra/app.ts'], {
    cwd: root,
    // For no account, region or stage: a `cdk deploy`, which comes by here too, tells its own by these.
    env: { ...process.env, CDK_OUTDIR: fresh, CDK_DEFAULT_ACCOUNT: '', CDK_DEFAULT_REGION: '', CDK_CONTEXT_JSON: '{}' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    console.error('The stack could not be synthesized: see above.')
    process.exit(1)
  }
  if (existsSync(assembly)) rmSync(fresh, { recursive: true })
  else renameSync(fresh, assembly)
  for (const name of readdirSync(assemblies)) {
    const other = join(assemblies, name)
    if (other !== assembly && Date.now() - statSync(other).mtimeMs > dayMs) rmSync(other, { recursive: true })
  }
}

/** What an empty data folder begins with. Where it can't be made, the start that needs it says why. */
function publishSamplesOnce() {
  spawnSync(join(root, 'node_modules/.bin/node'), ['local/samples/publish-once.ts', realpathSync(assembly)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'ignore'],
  })
}

function pointAtIt() {
  const link = `${latest}.${process.pid}`
  symlinkSync(assembly, link, 'junction')
  rmSync(latest, { recursive: true, force: true })
  renameSync(link, latest)
}
