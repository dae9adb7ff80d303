import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

/** Where the bundles lie, one folder for each handler. */
export const bundleFolder = '.build/functions'

/** The handler files, such as `functions/capture/submit-form.http.ts`, named by path without folder and ending: `capture/submit-form.http`. */
export function handlerNames(root: string): string[] {
  return globSync('functions/*/*.{http,event,task,schedule,deploy}.ts', { cwd: root })
    .map((path) => path.replace(/^functions\//, '').replace(/\.ts$/, ''))
    .sort()
}

/**
 * Bundles every handler with one esbuild run (about a second for all; CDK's own bundling starts esbuild once per function).
 * The AWS SDK is bundled, so that a function runs with the version it was tested with.
 */
export function bundleHandlers(root: string): void {
  rmSync(join(root, bundleFolder), { recursive: true, force: true })
  buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(handlerNames(root).map((name) => [`${name}/index`, `functions/${name}.ts`])),
    outdir: bundleFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    keepNames: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    // CommonJS packages inside an ESM bundle still ask for require.
    banner: {
      js: "import{createRequire as ripenRequire}from'node:module';const require=ripenRequire(import.meta.url);",
    },
    logLevel: 'error',
  })
}
