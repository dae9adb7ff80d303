import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { routes } from '../../core/routes.ts'

const root = join(import.meta.dirname, '../..')

/** The handler of a route, as `infra/` wires it; throws Error for a route that nothing serves. */
export async function handlerOf(name: keyof typeof routes): Promise<unknown> {
  const served = new RegExp(`\\w*[rR]outes\\.${name}, '([^']+)'`)
  for (const file of readdirSync(join(root, 'infra')).filter((one) => one.endsWith('.ts'))) {
    const found = served.exec(readFileSync(join(root, 'infra', file), 'utf8'))
    if (found) return load(`${found[1]}.ts`)
  }
  throw new Error(`no stack serves ${name}`)
}

/** All handlers of a kind (`event`, `task`), by their files. */
export function filesOf(kind: string): string[] {
  return readdirSync(join(root, 'functions'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`.${kind}.ts`))
    .sort()
}

export async function load(file: string): Promise<unknown> {
  const { handler } = (await import(join(root, 'functions', file))) as { handler: unknown }
  return handler
}
