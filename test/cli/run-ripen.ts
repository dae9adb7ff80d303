import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../../cli/ripen.mjs')

/** The command line as people call it in this folder, with settings of its own there and nothing listening. */
export function runRipen(folder: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), NO_COLOR: '1', RIPEN_API: 'http://localhost:9' },
  })
  return { status, stdout, stderr }
}
