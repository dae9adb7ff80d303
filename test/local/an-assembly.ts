import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Resource } from '../../local/assembly/template.ts'

/** A function of a hand-made stack: its code, an ES module that exports `handler`. */
interface HandMade {
  readonly [logicalId: string]: string
}

/** Writes an assembly as `cdk synth` does, with these resources and one function for each module. Answers its folder. */
export function anAssembly(folder: string, resources: Record<string, Resource>, modules: HandMade = {}): string {
  const assembly = join(folder, 'assembly')
  mkdirSync(assembly, { recursive: true })
  const files: Record<string, unknown> = {}
  const functions: Record<string, Resource> = {}
  for (const [logicalId, code] of Object.entries(modules)) {
    mkdirSync(join(assembly, `asset.${logicalId}`), { recursive: true })
    writeFileSync(join(assembly, `asset.${logicalId}`, 'index.mjs'), code)
    files[logicalId] = {
      source: { path: `asset.${logicalId}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${logicalId}.zip` } },
    }
    functions[logicalId] = aFunction(logicalId)
  }
  const write = (file: string, value: unknown) => writeFileSync(join(assembly, file), JSON.stringify(value))
  write('manifest.json', {
    version: '55.0.0',
    artifacts: {
      'tiny.assets': { type: 'cdk:asset-manifest', properties: { file: 'tiny.assets.json' } },
      tiny: { type: 'aws:cloudformation:stack', properties: { templateFile: 'tiny.template.json' } },
    },
  })
  write('tiny.assets.json', { files })
  write('tiny.template.json', { Resources: { ...functions, ...resources }, Outputs: {} })
  return assembly
}

function aFunction(logicalId: string): Resource {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${logicalId}.zip` },
      Description: `functions/tiny/${logicalId}.ts`,
      Environment: {
        Variables: {
          TABLE_NAME: { Ref: 'Table' },
          BUS_NAME: { Ref: 'Bus' },
          API_URL: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] },
        },
      },
      Handler: 'index.handler',
      MemorySize: 256,
      Runtime: 'nodejs24.x',
      Timeout: 10,
    },
  }
}
