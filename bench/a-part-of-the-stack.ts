import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Resource {
  readonly Type: string
  readonly Properties: Record<string, unknown>
}

const whole = join(import.meta.dirname, '../.build/assembly')

/**
 * The synthesized stack without what a bench does not measure (`change` answers a resource, changed or not, or undefined to leave it out), in a folder
 * of its own that is gone when the process exits.
 */
export function aPartOfTheStack(change: (resource: Resource) => Resource | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'ripen-stack-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const name of readdirSync(whole)) {
    if (!name.endsWith('.template.json')) {
      symlinkSync(join(whole, name), join(folder, name))
      continue
    }
    const template = JSON.parse(readFileSync(join(whole, name), 'utf8')) as { Resources: Record<string, Resource> }
    const kept = Object.entries(template.Resources).flatMap(([id, resource]) => {
      const changed = change(resource)
      return changed ? [[id, changed]] : []
    })
    writeFileSync(join(folder, name), JSON.stringify({ ...template, Resources: Object.fromEntries(kept) }))
  }
  return folder
}

/** Without schedules: they come whether a bench runs or not. */
export function withoutSchedules(resource: Resource): Resource | undefined {
  return resource.Type === 'AWS::Scheduler::Schedule' ? undefined : resource
}
