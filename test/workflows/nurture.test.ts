import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeStep } from '../../core/tasks.ts'

interface State {
  Type: string
  Next?: string
  Default?: string
  SecondsPath?: string
  Retry?: { ErrorEquals: string[]; MaxAttempts: number }[]
  Choices?: { Variable: string; BooleanEquals: boolean; Next: string }[]
}
const machine = JSON.parse(readFileSync(join(import.meta.dirname, '../../workflows/nurture.asl.json'), 'utf8')) as {
  StartAt: string
  States: Record<string, State>
}
const state = (name = '') => machine.States[name] ?? { Type: 'none' }

describe('the alarm clock of a sequence', () => {
  it('goes round in three transitions: TakeStep, Finished?, WaitUntilDue', () => {
    const round = [machine.StartAt, state(machine.StartAt).Next, state(state(machine.StartAt).Next).Default]
    expect(round).toEqual(['TakeStep', 'Finished?', 'WaitUntilDue'])
    expect(state('WaitUntilDue')).toEqual({ Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'TakeStep' })
  })

  it('ends when its task says so', () => {
    expect(state('Finished?').Choices).toEqual([{ Variable: '$.finished', BooleanEquals: true, Next: 'Done' }])
    expect(state('Done').Type).toBe('Succeed')
  })

  it('waits long for a free worker, and not as long for a failure', () => {
    const [busy, failed] = state('TakeStep').Retry ?? []
    expect(busy).toMatchObject({ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 60 })
    expect(failed).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 5 })
  })

  it('is given ids, a number and seconds, and takes what an older release gave', () => {
    const ids = { enrolmentId: 'white-paper.1', leadId: 'a'.repeat(32), generation: 3 }
    const full = { ...ids, waitSeconds: 0, finished: false }
    expect(takeStep.input.parse(ids)).toEqual(full)
    expect(takeStep.input.parse({ ...ids, email: 'olga@example.org' })).toEqual(full)
    expect(takeStep.output.safeParse({ ...full, waitSeconds: 2_592_001 }).success).toBe(false)
  })
})
