import fc from 'fast-check'

/** Stands in every generated value: found in an answer or a log line it says that a given value was repeated. */
export const marker = 'ZqGivenValueQz'

/** Text that parsers stumble over; each holds the marker, but for what can't. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${marker}${text}`),
  fc.constantFrom(
    '',
    ' ',
    `${marker}\u0000`,
    `\ud800${marker}`,
    `${marker}\udfff\ud800`,
    `<script>${marker}</script>`,
    `{{ ${marker} }}{% raw`,
    `../../${marker}`,
    `${marker}#${marker}`,
    `\r\nset-cookie: ${marker}=1`,
    `%00%ff${marker}%`,
    `${marker}@example.com`,
    '__proto__',
    'constructor',
    'toString',
    '1e999',
    '-1',
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00-23:59',
    '9999-12-31T23:59:59+00:00',
    '2027-02-28T10:00:00+23:59',
  ),
  fc.constantFrom(300, 3_000, 9_000).map((length) => marker.repeat(Math.ceil(length / marker.length))),
)

const oddNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -1, 1e-200, 1e20, 1e300, 2 ** 53, 0.1 + 0.2))
const oddKey = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'a.b', '', '\ud800', 'then', 'a/b~c'),
  fc.string({ maxLength: 12 }),
)

/** Any JSON, as `JSON.parse` makes it: `__proto__` is a key of its own in it. */
export const oddJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    oddText,
    oddNumber,
    fc.constantFrom(null, true, false, [], {}),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(oddKey, tie('value')), { maxLength: 4 }).map(ownKeys),
  ),
})).value

/** An object with these keys, `__proto__` among them as JSON has it. */
export function ownKeys(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return made
}

/** A good object made wrong in one or more places, or as it is. */
export function mutated(good: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(good)
  const name = names.length > 0 ? fc.oneof(fc.constantFrom(...names), oddKey) : oddKey
  const change = fc.oneof(
    name.map((one) => [one, undefined] as const),
    fc.tuple(name, oddJson),
  )
  return fc
    .array(change, { maxLength: 2 })
    .map((changes) => ownKeys([...Object.entries(good), ...changes].filter(([, value]) => value !== undefined)))
}

/** A good text with something changed, cut off, doubled or put before it. */
export function mangled(good: string): fc.Arbitrary<string> {
  const at = fc.nat({ max: Math.max(0, good.length - 1) })
  return fc.oneof(
    fc.constant(good),
    at.map((index) => good.slice(0, index)),
    at.map((index) => good.slice(index)),
    fc.tuple(at, fc.constantFrom('A', '.', '-', '_', '=', '\u0000', '+')).map(([index, letter]) => {
      return good.slice(0, index) + letter + good.slice(index + 1)
    }),
    fc.constantFrom(good + good, `${good}=`, ` ${good}`, good.toUpperCase(), good.split('.').reverse().join('.')),
    fc.constantFrom(...good.split('.').map((part) => good.replace(part, ''))),
    oddText,
  )
}
