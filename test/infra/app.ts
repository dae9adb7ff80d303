import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { bundleHandlers } from '../../infra/bundle.ts'
import { configOf } from '../../infra/config.ts'
import { Ripen } from '../../infra/ripen.ts'
import { readAssembly } from '../../local/assembly/read-assembly.ts'

const root = join(import.meta.dirname, '../..')

export interface Resource {
  Type: string
  Properties: Record<string, unknown>
  DeletionPolicy?: string
  DependsOn?: string[]
}

/** A stage as CloudFormation gets it: all resources, those of nested stacks among them, and each template as it is uploaded. */
export interface Synthesized {
  readonly resources: Readonly<Record<string, Resource>>
  readonly templates: Readonly<Record<string, string>>
}

/** The stage dev, as the embedded run gets it; synthesized anew only when its sources changed. */
export function synthesizeDev(): Synthesized {
  const { status } = spawnSync(process.execPath, [join(root, 'setup/synth.mjs')], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the stack could not be synthesized')
  return read(realpathSync(join(root, '.build/assembly')))
}

export function synthesizeProd(): Synthesized {
  bundleHandlers(root)
  const outdir = mkdtempSync(join(tmpdir(), 'ripen-synth-'))
  const app = new App({ outdir })
  new Ripen(app, 'ripen-prod', { stage: 'prod', config: configOf('prod'), archive: true })
  app.synth()
  return read(outdir)
}

function read(folder: string): Synthesized {
  const templates = readdirSync(folder).filter((name) => name.endsWith('.template.json'))
  return {
    resources: readAssembly(folder).resources as Synthesized['resources'],
    templates: Object.fromEntries(templates.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  }
}
