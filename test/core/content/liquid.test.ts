import * as fc from 'fast-check'
import { Tokenizer } from 'liquidjs'
import { describe, expect, it } from 'vitest'
import { liquidTokens, plainLiquid } from '../../../core/content/liquid.ts'

const liquidish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{%',
        '%}',
        '{',
        '{{-',
        '-%}',
        ' a ',
        '"',
        '{% if a %}',
        '{% endif %}',
        '{% raw %}',
        '{% endraw %}',
        '\n',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''))

function told(read: () => ReturnType<typeof liquidTokens>): unknown {
  try {
    return read().map((token) => [token.kind, token.begin, token.end, token.getText(), token.trimLeft, token.trimRight])
  } catch (error) {
    return (error as Error).message
  }
}

describe('taking Liquid apart', () => {
  it('gives the pieces that liquidjs gives', () => {
    fc.assert(
      fc.property(liquidish, (source) => {
        expect(told(() => liquidTokens(source))).toEqual(
          told(() => new Tokenizer(source).readTopLevelTokens(plainLiquid.options)),
        )
      }),
      { numRuns: 2_000 },
    )
  })
})
