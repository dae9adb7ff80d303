import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** What `cdk deploy` printed: the outputs of the stack by name. */
export interface Deployed {
  readonly outputs: Readonly<Record<string, string>>
  readonly bootstrapMs: number
  readonly deployMs: number
}

/** The environment in which the CDK and SDK clients speak to the emulator. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    CDK_DEFAULT_REGION: 'us-east-1',
    CDK_DEFAULT_ACCOUNT: '000000000000',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  }
}

/** Runs the real `cdk bootstrap` and `cdk deploy` against an endpoint; throws Error with the end of the CDK's own output. */
export async function deploy(endpoint: string, stage: string, folder: string): Promise<Deployed> {
  const outputsFile = join(folder, 'outputs.json')
  const out = join(folder, 'cdk.out')
  const startedMs = performance.now()
  await cdk(endpoint, folder, ['bootstrap', 'aws://000000000000/us-east-1', '-c', `stage=${stage}`, '-o', out])
  const bootstrappedMs = performance.now()
  // The archive and SES's receiving are left out: the emulator has no AWS::Events::Archive and no AWS::SES::ReceiptRule.
  const options = [
    '-c',
    `stage=${stage}`,
    '-c',
    'archive=off',
    '-c',
    'replies=off',
    '-o',
    out,
    '--require-approval',
    'never',
    '--outputs-file',
    outputsFile,
  ]
  await cdk(endpoint, folder, ['deploy', '--all', ...options])
  const [outputs] = Object.values(
    JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>,
  )
  return {
    outputs: outputs ?? {},
    bootstrapMs: bootstrappedMs - startedMs,
    deployMs: performance.now() - bootstrappedMs,
  }
}

function cdk(endpoint: string, folder: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin/cdk'), args, {
      cwd: root,
      env: { ...process.env, ...awsEnvironment(endpoint) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let tail = ''
    const log = createWriteStream(join(folder, 'cdk.log'), { flags: 'a' })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        tail = (tail + bytes.toString()).slice(-4_000)
        log.write(bytes)
      })
    }
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`cdk ${args[0]} failed:\n${tail}`))))
  })
}
