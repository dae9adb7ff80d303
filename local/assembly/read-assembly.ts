import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withNestedStacks } from './nested-stacks.ts'
import type { Resource, Template } from './template.ts'

/** One synthesized stack: its template with those of its nested stacks, and where its assets lie. */
export interface Assembly {
  readonly stackName: string
  readonly resources: Readonly<Record<string, Resource>>
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>
  /** The folder of an asset, by the object key that the template names. */
  readonly assetFolder: (objectKey: string) => string | undefined
}

/** The assembly can't be run as it is; says what to do. */
export class UnusableAssembly extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'UnusableAssembly'
  }
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<string, { readonly type: string; readonly properties?: Readonly<Record<string, unknown>> }>
  >
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string }
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>
      }
    >
  >
}

/** Reads what `cdk synth` wrote; throws {@link UnusableAssembly}. */
export function readAssembly(folder: string): Assembly {
  const manifestFile = join(folder, 'manifest.json')
  if (!existsSync(manifestFile)) throw new UnusableAssembly(`There is nothing in ${folder}: run "cdk synth" first.`)
  const artifacts = Object.entries((readJson(manifestFile) as Manifest).artifacts)
  const stacks = artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack')
  const [stack] = stacks
  if (!stack || stacks.length !== 1)
    throw new UnusableAssembly(`${folder} holds ${stacks.length} stacks; the embedded run takes one.`)
  const [stackName, { properties }] = stack
  const folders = new Map<string, string>()
  for (const [, artifact] of artifacts.filter(([, { type }]) => type === 'cdk:asset-manifest')) {
    const { files = {} } = readJson(join(folder, String(artifact.properties?.file))) as AssetManifest
    for (const { source, destinations } of Object.values(files))
      for (const { objectKey } of Object.values(destinations))
        if (source.path) folders.set(objectKey, join(folder, source.path))
  }
  const template = flat(readTemplate(join(folder, String(properties?.templateFile))), (url) => {
    const [, objectKey = ''] = /([^/"]+\.json)"/.exec(JSON.stringify(url) ?? '') ?? []
    const file = folders.get(objectKey)
    if (!file) throw new Error(`the assembly holds no template ${objectKey}`)
    return readTemplate(file)
  })
  return {
    stackName,
    resources: template.Resources,
    outputs: template.Outputs ?? {},
    assetFolder: (objectKey) => folders.get(objectKey),
  }
}

function flat(template: Template, templateAt: (url: unknown) => Template): Template {
  try {
    return withNestedStacks(template, templateAt)
  } catch (error) {
    throw new UnusableAssembly(`The embedded run can't read this stack: ${(error as Error).message}.`)
  }
}

function readTemplate(file: string): Template {
  return readJson(file) as Template
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
