import { describe, expect, it } from 'vitest'
import { slug } from '../../core/names.ts'
import { figure } from '../../core/route.ts'

describe('what a schema refuses', () => {
  it.each([
    ['a number for a name', slug, 7, 'Invalid input: expected string, received number'],
    ['a name that is too long', slug, 'a'.repeat(65), 'Too big: expected string to have <=64 characters'],
    ['a figure that is too large', figure(), 2e15, 'Too big: expected number to be <=1000000000000000'],
  ])('is said in English: %s', (_, schema, given, words) => {
    expect(schema.safeParse(given).error?.issues.map(({ message }) => message)).toEqual([words])
  })
})
