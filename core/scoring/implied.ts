import { isDeepStrictEqual } from 'node:util'
import { type Condition, fold, holds, type Scalar, type Test } from '../condition.ts'

/** Does whatever passes the one condition pass the other as well? Only where that is plain: what hangs on `any` and `none` must be written alike. */
export function implies(one: Condition | undefined, other: Condition | undefined): boolean {
  return Object.entries(other ?? {}).every(([field, test]) => {
    const own = one && Object.hasOwn(one, field) ? one[field] : undefined
    if (own === undefined) return false
    if (isDeepStrictEqual(own, test)) return true
    if (['any', 'none', 'activity'].includes(field)) return false
    return testImplies(field, own as Test, test as Test)
  })
}

/** The tests of a condition that no value can pass, wherever in it, each with its path and why. */
export function impossibleIn(condition: Condition): { path: (string | number)[]; why: string }[] {
  return Object.entries(condition).flatMap(([field, test]) => {
    if (field === 'activity') return []
    if (field === 'any' || field === 'none')
      return (test as Condition[]).flatMap((inner, index) =>
        impossibleIn(inner).map(({ path, why }) => ({ path: [field, index, ...path], why })),
      )
    const why = impossible(test as Test)
    return why === undefined ? [] : [{ path: [field], why }]
  })
}

function impossible(test: Test): string | undefined {
  if (typeof test !== 'object' || Array.isArray(test)) return undefined
  const { exists, ...others } = test as Exclude<Test, Scalar | readonly Scalar[]>
  if (exists === false && Object.keys(others).length > 0) return 'what is not known passes no other test'
  const { 'at-least': least, 'at-most': most } = others
  if (least !== undefined && most !== undefined && least > most)
    return `no number is at least ${least} and at most ${most}`
  const named = valuesOf(others)
  if (named && !named.some((value) => holds({ field: others }, { field: value })))
    return 'none of the values that it names passes the rest of it'
  return undefined
}

function testImplies(field: string, one: Test, other: Test): boolean {
  const named = valuesOf(one)
  if (named) return named.every((value) => holds({ [field]: other }, { [field]: value }))
  if (typeof one !== 'object' || typeof other !== 'object' || Array.isArray(one) || Array.isArray(other)) return false
  const [own, asked] = [one, other] as Exclude<Test, Scalar | readonly Scalar[]>[]
  return Object.entries(asked ?? {}).every(([operator, wanted]) => {
    switch (operator) {
      case 'exists':
        return wanted === true && own?.exists !== false && own?.['not-in'] === undefined
      case 'starts-with': {
        const prefixes = [wanted as string | string[]].flat().map(fold)
        const mine = [own?.['starts-with'] ?? []].flat().map(fold)
        return mine.length > 0 && mine.every((text) => prefixes.some((prefix) => text.startsWith(prefix)))
      }
      case 'at-least':
        return own?.['at-least'] !== undefined && own['at-least'] >= (wanted as number)
      case 'at-most':
        return own?.['at-most'] !== undefined && own['at-most'] <= (wanted as number)
      default:
        return isDeepStrictEqual((own as Record<string, unknown>)[operator], wanted)
    }
  })
}

/** The values that a test names one by one, where it does: nothing else passes it. */
function valuesOf(test: Test): readonly Scalar[] | undefined {
  if (typeof test !== 'object') return [test]
  if (Array.isArray(test)) return test as readonly Scalar[]
  const { equals, in: oneOf } = test as Exclude<Test, Scalar | readonly Scalar[]>
  return equals !== undefined ? [equals] : oneOf
}
