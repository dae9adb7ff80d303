/** An intrinsic function, a name or an attribute that the embedded run can't make a value of. */
export class Unresolvable extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'Unresolvable'
  }
}

export interface Names {
  /** What `Ref` gives: of a resource or a pseudo parameter. Throws {@link Unresolvable}. */
  readonly ref: (name: string) => string
  /** What `Fn::GetAtt` gives. Throws {@link Unresolvable}. */
  readonly attribute: (logicalId: string, attribute: string) => string
}

/** `AWS::NoValue`: the property is as if it were not there. */
const noValue = Symbol('AWS::NoValue')

type Functions = Record<string, (argument: unknown, names: Names) => unknown>

const functions: Functions = {
  Ref: (name, names) => (name === 'AWS::NoValue' ? noValue : names.ref(text(name, 'Ref'))),
  'Fn::GetAtt': (argument, names) => {
    const [logicalId = '', ...attribute] =
      typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt').map(String)
    return names.attribute(logicalId, attribute.join('.'))
  },
  'Fn::Join': (argument, names) => {
    const [separator, parts] = list(argument, 'Fn::Join')
    return list(resolve(parts, names), 'Fn::Join')
      .map((part) => text(part, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'))
  },
  'Fn::Sub': (argument, names) => {
    const [template, given] = typeof argument === 'string' ? [argument, {}] : list(argument, 'Fn::Sub')
    const values = resolve(given, names) as Record<string, unknown>
    return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`
      if (Object.hasOwn(values, name)) return text(values[name], 'Fn::Sub')
      const dot = name.indexOf('.')
      return dot < 0 ? names.ref(name) : names.attribute(name.slice(0, dot), name.slice(dot + 1))
    })
  },
  'Fn::Select': (argument, names) => {
    const [index, parts] = list(argument, 'Fn::Select')
    const from = list(resolve(parts, names), 'Fn::Select')
    const at = Number(resolve(index, names))
    if (!(at in from)) throw new Unresolvable(`Fn::Select has nothing at ${at}`)
    return from[at]
  },
  'Fn::Split': (argument, names) => {
    const [separator, whole] = list(argument, 'Fn::Split')
    return text(resolve(whole, names), 'Fn::Split').split(text(separator, 'Fn::Split'))
  },
}

/** A value of the template with all its intrinsic functions made into values; throws {@link Unresolvable}. */
export function resolve(value: unknown, names: Names): unknown {
  const resolved = resolveOne(value, names)
  return resolved === noValue ? undefined : resolved
}

function resolveOne(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((one) => resolveOne(one, names)).filter((one) => one !== noValue)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  const [name, argument] = entries[0] ?? ['', undefined]
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::') || name === 'Condition')) {
    const make = Object.hasOwn(functions, name) ? functions[name] : undefined
    if (!make) throw new Unresolvable(`${name} is not known to the embedded run`)
    return make(argument, names)
  }
  const resolved = entries.map(([key, one]) => [key, resolveOne(one, names)] as const)
  return Object.fromEntries(resolved.filter(([, one]) => one !== noValue))
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new Unresolvable(`${where} takes a list`)
  return value
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Unresolvable(`${where} takes text`)
}
