import { dirname, join, relative, resolve } from 'node:path'
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild'
import { neverCalledByMjml } from '../core/content/never-called-by-mjml.ts'
import { leaner } from './leaner.ts'

/**
 * Of MJML, beside what compiling a mail never calls (without that a bundle has 0.9 MB instead of 7 MB), its parser's tree and table of entities, since it
 * listens to the parser and reads no entities.
 */
const neverCalledByItsParser = ['domhandler', 'domutils', 'entities/lib/decode.js']
/** What reads streams of events, keeps endpoints that were looked up, or tells browsers apart (27 KB). */
const neverCalledByTheSdk = ['@smithy/core/event-streams', '@aws-sdk/endpoint-cache', 'bowser']

/** How a handler is bundled. The AWS SDK is bundled too, so that a function runs with the version it was tested with. */
export const bundling = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  keepNames: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  alias: {
    '@aws-sdk/credential-provider-node': './functions/aws/credentials.ts',
    // What works out public holidays brings all time zones since 1900 (700 KB); those of these years do.
    // Its build for browsers is the same code in modules, of which what nobody calls can be left out (17 KB).
    yaml: './node_modules/yaml/browser/dist/index.js',
    'moment-timezone': 'moment-timezone/builds/moment-timezone-with-data-10-year-range.min.js',
    ...Object.fromEntries(
      [...neverCalledByMjml, ...neverCalledByItsParser, ...neverCalledByTheSdk].map((name) => [
        name,
        './infra/left-out.ts',
      ]),
    ),
  },
  // CommonJS packages inside an ESM bundle still ask for require.
  banner: {
    js: "import{createRequire as ripenRequire}from'node:module';const require=ripenRequire(import.meta.url);",
  },
  logLevel: 'error',
  plugins: [leaner],
} as const satisfies BuildOptions

/**
 * The bundles of these handlers, each `<folder>/<handler>/index.mjs`, made by one esbuild run for most (CDK's own bundling starts esbuild once per function).
 * What Ripen imports by `import()` lies in files of their own beside it, which a cold start does not even read: the holidays of all countries (0.8 MB) are for
 * policies that name one, what compiles mails (0.4 MB) for content that is a mail, what reads multipart for posts that are.
 */
export async function bundle(root: string, handlers: readonly string[], folder: string): Promise<OutputFile[]> {
  const { outputFiles, metafile } = await bundleOnce(root, handlers, folder)
  const inParts = new Set(handlers.filter((handler) => readsLater(metafile, `functions/${handler}.ts`)))
  const parts = await Promise.all([...inParts].map((handler) => bundleInParts(root, handler, folder)))
  const whole = outputFiles.filter(({ path }) => !inParts.has(relative(resolve(root, folder), dirname(path))))
  return [...whole, ...parts.flat()]
}

function bundleOnce(root: string, handlers: readonly string[], folder: string) {
  return build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(handlers.map((name) => [`${name}/index`, `functions/${name}.ts`])),
    outdir: folder,
    write: false,
    metafile: true,
  })
}

/** The files that one handler may come to read: a part that several of its files share lies in a file of its own, too. */
async function bundleInParts(root: string, handler: string, folder: string): Promise<OutputFile[]> {
  const { outputFiles } = await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: { index: `functions/${handler}.ts` },
    outdir: join(folder, handler),
    write: false,
    splitting: true,
    chunkNames: '[name]-[hash]',
  })
  return outputFiles
}

/** Does a module of Ripen's own behind this entry point import another one by `import()`? */
function readsLater({ outputs, inputs }: Metafile, entryPoint: string): boolean {
  const output = Object.values(outputs).find((one) => one.entryPoint === entryPoint)
  return Object.keys(output?.inputs ?? {})
    .filter((path) => /^(core|functions)\//.test(path))
    .some((path) => inputs[path]?.imports.some(({ kind }) => kind === 'dynamic-import'))
}
