import * as z from 'zod'
import { apiKinds } from './api-kinds.ts'
import { computeKinds } from './compute-kinds.ts'
import { dataKinds } from './data-kinds.ts'
import { ignoredTypes } from './ignored-types.ts'
import { type Names, resolve } from './intrinsics.ts'
import type { Kind } from './kind.ts'
import { mailKinds } from './mail-kinds.ts'
import { messagingKinds } from './messaging-kinds.ts'
import { type Assembly, UnusableAssembly } from './read-assembly.ts'
import { staffKinds } from './staff-kinds.ts'
import type { Resource } from './template.ts'
import { emptyTopology, type Topology } from './topology.ts'

const kinds: Readonly<Record<string, Kind>> = {
  ...apiKinds,
  ...computeKinds,
  ...dataKinds,
  ...mailKinds,
  ...messagingKinds,
  ...staffKinds,
}

/** What CloudFormation does with a resource beside making it; nothing of it matters to a run. */
const quietAttributes = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
])

/**
 * Everything in the template that behaves, for the engines. Throws {@link UnusableAssembly} that names each resource type and property which the
 * embedded run does not honour, and each value that it can't make.
 */
export function readTopology(assembly: Assembly, names: Names): Topology {
  const topology = emptyTopology(assembly.stackName)
  const problems: string[] = []
  for (const [logicalId, resource] of Object.entries(assembly.resources)) {
    if (Object.hasOwn(ignoredTypes, resource.Type)) continue
    try {
      addResource(topology, assembly, names, logicalId, resource)
    } catch (error) {
      const lines = error instanceof z.ZodError ? error.issues.map(inWords) : [(error as Error).message]
      problems.push(...lines.map((line) => `  ${logicalId} (${resource.Type}): ${line}`))
    }
  }
  if (problems.length > 0)
    throw new UnusableAssembly(
      `The embedded run can't run this stack as it would behave on AWS:\n${problems.join('\n')}`,
    )
  return withFunctionArns(topology)
}

function addResource(
  topology: Topology,
  assembly: Assembly,
  names: Names,
  logicalId: string,
  resource: Resource,
): void {
  const attributes = Object.keys(resource).filter((attribute) => !quietAttributes.has(attribute))
  if (attributes.length > 0) throw new Error(`${attributes.join(', ')} is not honoured`)
  const given = resource.Properties ?? {}
  if (isCustom(resource.Type)) {
    const { ServiceToken, ...properties } = resolve(given, names) as Record<string, unknown>
    topology.customResources.push({ logicalId, type: resource.Type, functionArn: String(ServiceToken), properties })
    return
  }
  const known = Object.hasOwn(kinds, resource.Type) ? kinds[resource.Type] : undefined
  if (!known) throw new Error('there is no engine for this type of resource')
  const behaving = Object.fromEntries(Object.entries(given).filter(([property]) => !(property in known.ignores)))
  known.add(
    known.honours.parse(resolve(behaving, names)) as never,
    {
      logicalId,
      ref: () => names.ref(logicalId),
      note: (name) => resource.Metadata?.[name],
      attribute: (attribute) => names.attribute(logicalId, attribute),
      assetFolder: (objectKey) => {
        const folder = assembly.assetFolder(objectKey)
        if (!folder) throw new Error(`the assembly holds no asset ${objectKey}`)
        return folder
      },
    },
    topology,
  )
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
}

function inWords(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.map((key) => (at ? `${at}.${key}` : key)).join(', ')} is not honoured`
  return `${at || 'properties'}: ${issue.message}`
}

/** Mappings may name a function by its name. */
function withFunctionArns(topology: Topology): Topology {
  const byName = new Map(topology.functions.map(({ name, arn }) => [name, arn]))
  return {
    ...topology,
    mappings: topology.mappings.map((mapping) => ({
      ...mapping,
      functionArn: byName.get(mapping.functionArn) ?? mapping.functionArn,
    })),
  }
}
