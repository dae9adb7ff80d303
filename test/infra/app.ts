import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { bundleHandlers } from '../../infra/bundle.ts'
import { configOf, type Stage } from '../../infra/config.ts'
import { Ripen } from '../../infra/ripen.ts'

export interface Resource {
  Type: string
  Properties: Record<string, unknown>
  DeletionPolicy?: string
}

/** The synthesized template of a stage, as CloudFormation gets it. */
export function synthesize(stage: Stage): { resources: Record<string, Resource>; text: string } {
  bundleHandlers(join(import.meta.dirname, '../..'))
  const outdir = mkdtempSync(join(tmpdir(), 'ripen-synth-'))
  const app = new App({ outdir })
  new Ripen(app, `ripen-${stage}`, { stage, config: configOf(stage), archive: true })
  app.synth()
  const text = readFileSync(join(outdir, `ripen-${stage}.template.json`), 'utf8')
  return { resources: JSON.parse(text).Resources, text }
}
