import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const machine = (name: string, task: string) => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'workflows', `${name}.asl.json`), 'utf8')
  const { Comment, ...definition } = JSON.parse(text.replaceAll(task, 'Task')) as Record<string, unknown>
  return definition
}

it('the clock of a hand-off has the states of the one of an enrolment: as many transitions for each look, and the same retries', () => {
  expect(machine('sla', 'KeepSla')).toEqual(machine('nurture', 'TakeStep'))
})
