import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts a script of this folder as a process of its own; answers what it tells first. */
export async function aProcess<Told>(
  script: string,
  given: readonly string[] = [],
): Promise<Told & { stop: () => Promise<void> }> {
  const child = fork(join(import.meta.dirname, script), given, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with code ${code} before it was up`)
    }),
  ])) as [Told]
  const stop = async () => {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { ...told, stop }
}
