import type { Resource, Template } from './template.ts'

const nestedType = 'AWS::CloudFormation::Stack'
/** What these are inside a nested stack only CloudFormation knows. */
const ownOfStack = ['AWS::StackName', 'AWS::StackId']

/**
 * One template with what is in the nested stacks in place of these: logical ids begin with that of the nested stack, parameters and outputs are what
 * they stand for. Throws Error that names what stands in the way.
 */
export function withNestedStacks(template: Template, templateAt: (url: unknown) => Template): Template {
  const resources: Record<string, Resource> = {}
  const outputs = new Map<string, unknown>()
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const inside = resource.Type === nestedType ? inner(logicalId, resource, templateAt) : undefined
    for (const [id, one] of Object.entries(inside?.Resources ?? { [logicalId]: resource })) {
      if (id in resources) throw new Error(`two resources are called ${id}`)
      resources[id] = one
    }
    for (const [name, { Value }] of Object.entries(inside?.Outputs ?? {}))
      outputs.set(`${logicalId}.Outputs.${name}`, Value)
  }
  const resolved = (value: unknown): unknown =>
    rewritten(value, {
      ref: () => undefined,
      attribute: (id, name) => {
        const output = outputs.get(`${id}.${name}`)
        return output === undefined ? undefined : resolved(output)
      },
    })
  return {
    Resources: resolved(resources) as Template['Resources'],
    Outputs: resolved(template.Outputs ?? {}) as NonNullable<Template['Outputs']>,
  }
}

/** A nested stack in the words of the template around it. */
function inner(logicalId: string, { Properties = {} }: Resource, templateAt: (url: unknown) => Template): Template {
  const { Resources, Outputs = {} } = withNestedStacks(templateAt(Properties.TemplateURL), templateAt)
  const given = (Properties.Parameters ?? {}) as Record<string, unknown>
  const outside = (value: unknown) =>
    rewritten(value, {
      ref: (name) => {
        if (Object.hasOwn(given, name)) return given[name]
        if (Object.hasOwn(Resources, name)) return { Ref: `${logicalId}${name}` }
        if (!name.startsWith('AWS::') || ownOfStack.includes(name))
          throw new Error(`${name} is not known in the nested stack ${logicalId}`)
        return undefined
      },
      attribute: (id, name) => ({ 'Fn::GetAtt': [`${logicalId}${id}`, name] }),
    })
  const renamed = Object.entries(Resources).map(([id, { DependsOn, ...resource }]) => {
    const dependsOn = DependsOn === undefined ? [] : [DependsOn].flat().map((other) => `${logicalId}${other}`)
    const moved = { ...(outside(resource) as Resource), ...(dependsOn.length > 0 && { DependsOn: dependsOn }) }
    return [`${logicalId}${id}`, moved] as const
  })
  return {
    Resources: Object.fromEntries(renamed),
    Outputs: outside(Outputs) as NonNullable<Template['Outputs']>,
  }
}

interface Meanings {
  /** What stands for a `Ref`; undefined leaves it. */
  readonly ref: (name: string) => unknown
  readonly attribute: (logicalId: string, name: string) => unknown
}

function rewritten(value: unknown, meanings: Meanings): unknown {
  if (Array.isArray(value)) return value.map((one) => rewritten(one, meanings))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  const [name, argument] = entries[0] ?? []
  if (entries.length === 1 && name === 'Ref') return meanings.ref(String(argument)) ?? value
  if (entries.length === 1 && name === 'Fn::GetAtt') {
    const [logicalId = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : (argument as string[])
    return meanings.attribute(logicalId, attribute.join('.')) ?? value
  }
  if (entries.length === 1 && name === 'Fn::Sub') checkSub(argument, meanings)
  return Object.fromEntries(entries.map(([key, one]) => [key, rewritten(one, meanings)]))
}

/** `${Name}` in a text could not be put in other words: only what is the same everywhere may stand there. */
function checkSub(argument: unknown, meanings: Meanings): void {
  const text = String([argument].flat()[0])
  for (const [, name = ''] of text.matchAll(/\$\{([^!}]+)\}/g)) {
    const meaning = name.includes('.') ? meanings.attribute(...halves(name)) : meanings.ref(name)
    if (meaning !== undefined)
      throw new Error(`Fn::Sub with ${name} is not known to the embedded run in a nested stack`)
  }
}

function halves(name: string): [string, string] {
  const dot = name.indexOf('.')
  return [name.slice(0, dot), name.slice(dot + 1)]
}
