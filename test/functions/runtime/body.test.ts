import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBody, readJson } from '../../../functions/runtime/body.ts'
import { readForm } from '../../../functions/runtime/on-form-post.ts'

const read = async (body: string, reader = readJson) => {
  const event = { headers: { 'content-type': 'application/json' }, body } as unknown as APIGatewayProxyEventV2
  return readBody(event, reader)
}

describe('a JSON body of staff', () => {
  it('is read as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (value) => {
        expect((await read(JSON.stringify(value))).value).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it.each([
    ['{ "reason": "half \\ud83d of a pair" }', '/reason'],
    ['{ "reason": "\\uDC00" }', '/reason'],
    ['{ "data": [{ "a/b~c": "fine" }, { "a/b~c": "\\udbff\\ud83d" }] }', '/data/1/a~1b~0c'],
    ['"\\ud83d"', ''],
    // The name itself can't be told.
    ['{ "data": { "\\ud83d": 1 } }', '/data'],
  ])('with half of a pair of UTF-16 answers 422: %s', async (body, pointer) => {
    const detail = expect.stringMatching(/half of a character/)
    await expect(read(body)).rejects.toMatchObject({ status: 422, errors: [{ pointer, detail }] })
  })

  it('may hold whole pairs, written either way, and the text of an escape', async () => {
    const body = '{ "reason": "\\ud83c\\udf31 🌱", "data": "\\\\ud83d" }'
    expect((await read(body)).value).toEqual({ reason: '🌱 🌱', data: '\\ud83d' })
  })

  it('may be nested as deep as it likes', async () => {
    const deep = `${'['.repeat(20_000)}"\\ud83d"${']'.repeat(20_000)}`
    await expect(read(deep)).rejects.toMatchObject({ status: 422 })
  })

  it('of a form is left to the form, which answers in the visitor’s language', async () => {
    expect((await read('{ "email": "\\ud83d" }', readForm)).value).toEqual({ email: '\ud83d' })
  })
})
