import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundleFolder, handlerNames } from './bundle.ts'
import { bundle } from './bundling.ts'

/**
 * `node infra/write-bundles.ts <root>` bundles every handler. Only what changed is written, each file whole: another synthesis at the same time reads the old
 * file or the same new one.
 */
const root = process.argv[2] ?? '.'
const folder = join(root, bundleFolder)
const files = await bundle(root, handlerNames(root), bundleFolder)
for (const { path, contents } of files) {
  if (existsSync(path) && readFileSync(path).equals(contents)) continue
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, contents)
  renameSync(`${path}.${process.pid}`, path)
}
const made = new Set(files.map(({ path }) => path))
for (const file of globSync('*/*/*.mjs', { cwd: folder }).map((name) => join(folder, name))) {
  if (!made.has(file)) rmSync(file)
}
for (const name of globSync('*/*', { cwd: folder })) {
  if (!existsSync(join(folder, name, 'index.mjs'))) rmSync(join(folder, name), { recursive: true })
}
