import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { referenceFor } from '../core/files/stored-bytes.ts'

/** The texts of a `templates/` folder by path with `/`, for each image and gated file a reference to it; hidden files are left out. Throws Error when there is no such folder. */
export function readFolder(folder: string): Record<string, string> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`there is no folder ${folder}`)
  const paths = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.replace(/\/$/, '').length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
  return Object.fromEntries(paths.sort().map((path) => [path, textOf(path, readFileSync(join(folder, path)))]))
}

function textOf(path: string, bytes: Buffer): string {
  return referenceFor(path, bytes) ?? bytes.toString('utf8')
}
