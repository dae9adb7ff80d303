import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { bundleHandlers } from './bundle.ts'
import { configOf } from './config.ts'
import { check } from './nag.ts'
import { Ripen } from './ripen.ts'

bundleHandlers(join(import.meta.dirname, '..'))
const app = new App()
const stage: string = app.node.tryGetContext('stage') ?? 'dev'
const ripen = new Ripen(app, `ripen-${stage}`, {
  stage,
  // `-c replies=off` leaves out what an emulator has no SES receiving for.
  config: app.node.tryGetContext('replies') === 'off' ? { ...configOf(stage), replies: undefined } : configOf(stage),
  archive: app.node.tryGetContext('archive') !== 'off',
  env: {
    ...(process.env.CDK_DEFAULT_REGION && { region: process.env.CDK_DEFAULT_REGION }),
    ...(process.env.CDK_DEFAULT_ACCOUNT && { account: process.env.CDK_DEFAULT_ACCOUNT }),
  },
})
if (app.node.tryGetContext('nag') === 'on') check(app, ripen)
