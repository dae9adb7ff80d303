import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { persona } from '../../core/content/persona.ts'
import { root, sample } from './sample-folder.ts'

const folder = join(root, 'examples', 'personas')

it.each(globSync('*.yaml', { cwd: folder }))('the example persona %s gives answers that the forms ask for', (file) => {
  const { fields } = persona.parse(parse(readFileSync(join(folder, file), 'utf8')))
  const asked = sample('forms', 'white-paper').fields
  for (const [name, value] of Object.entries(fields)) {
    const field = asked.find(({ id }) => id === name)
    expect(field, name).toBeDefined()
    if (field?.options) expect(field.options.map((option) => option.value)).toContain(value)
  }
})
