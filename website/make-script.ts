import { join } from 'node:path'
import { build } from 'esbuild'

/** `website/ripen.js` as it is served: small, and understood by the browsers of the last years. */
export async function makeScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'ripen.js')],
    minify: true,
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
