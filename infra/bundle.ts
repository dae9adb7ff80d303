import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type BuildOptions, buildSync } from 'esbuild'

/** Where the bundles lie, one folder for each handler. */
export const bundleFolder = '.build/functions'

/** The handler files, such as `functions/capture/submit-form.http.ts`, named by path without folder and ending: `capture/submit-form.http`. */
export function handlerNames(root: string): string[] {
  return globSync('functions/*/*.{http,event,task,schedule,deploy}.ts', { cwd: root })
    .map((path) => path.replace(/^functions\//, '').replace(/\.ts$/, ''))
    .sort()
}

/** MJML's minifier, beautifier and inliner of styles, which compiling a mail does not ask for: without them a bundle has 0.5 MB instead of 7 MB. */
const neverCalled = ['htmlnano', 'juice', 'cheerio', 'cssnano-preset-lite', '@biomejs/wasm-nodejs', 'js-beautify']

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
    'moment-timezone': 'moment-timezone/builds/moment-timezone-with-data-10-year-range.min.js',
    ...Object.fromEntries(neverCalled.map((name) => [name, './infra/left-out.ts'])),
  },
  // CommonJS packages inside an ESM bundle still ask for require.
  banner: {
    js: "import{createRequire as ripenRequire}from'node:module';const require=ripenRequire(import.meta.url);",
  },
  logLevel: 'error',
} as const satisfies BuildOptions

/**
 * Bundles every handler with one esbuild run (about a second for all; CDK's own bundling starts esbuild once per function).
 * Only what changed is written, each file whole: another synthesis at the same time reads the old file or the same new one.
 */
export function bundleHandlers(root: string): void {
  const names = handlerNames(root)
  const { outputFiles } = buildSync({
    ...bundling,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, `functions/${name}.ts`])),
    outdir: bundleFolder,
    write: false,
  })
  for (const { path, contents } of outputFiles) {
    if (existsSync(path) && readFileSync(path).equals(contents)) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.${process.pid}`, contents)
    renameSync(`${path}.${process.pid}`, path)
  }
  const built = globSync('*/*/index.mjs', { cwd: join(root, bundleFolder) }).map(dirname)
  for (const gone of built.filter((name) => !names.includes(name))) {
    rmSync(join(root, bundleFolder, gone), { recursive: true, force: true })
  }
}
