import { describe, expect, it } from 'vitest'
import { Machines } from '../../../local/machines/machines.ts'
import { type Definition, UnsupportedMachine } from '../../../local/machines/segments.ts'
import { anEngineRoom, type EngineRoom, monday } from '../an-engine-room.ts'

const arn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:clock'
const task = 'arn:aws:lambda:eu-central-1:000000000000:function:take-step'
const day = 86_400_000

/** The shape of Ripen's machines: take a step, wait until the next is due, until it is finished. */
const clockMachine: Definition = {
  StartAt: 'TakeStep',
  States: {
    TakeStep: {
      Type: 'Task',
      Resource: task,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 3, MaxAttempts: 2 }],
      Next: 'Finished?',
    },
    'Finished?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.finished', BooleanEquals: true, Next: 'Done' }],
      Default: 'WaitUntilDue',
    },
    WaitUntilDue: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'TakeStep' },
    Done: { Type: 'Succeed' },
  },
}

interface Step {
  readonly id: string
  readonly taken?: number
}

function aMachine(room: EngineRoom, take: (state: Step) => unknown, definition = clockMachine) {
  const { journal, clock, work, timeline } = room
  const machines = new Machines({
    journal,
    clock,
    work,
    timeline,
    invoke: async (_arn, payload) => take(payload as Step),
  })
  machines.register({ arn, name: 'clock', definition })
  const call = (operation: string, input: object) =>
    machines.operations[`AWSStepFunctions.${operation}`]?.(input as Record<string, unknown>)
  const start = (name: string, input: object = { id: name }) =>
    call('StartExecution', { stateMachineArn: arn, name, input: JSON.stringify(input) }) as Promise<{
      executionArn: string
    }>
  const describe = async (name: string) =>
    (await call('DescribeExecution', { executionArn: `${arn.replace('stateMachine', 'execution')}:${name}` })) as {
      status: string
      output?: string
      error?: string
    }
  return { machines, call, start, describe }
}

/** Takes three steps, three days apart. */
const threeSteps = (at: (state: Step) => void) => (state: Step) => {
  at(state)
  const taken = (state.taken ?? 0) + 1
  return { ...state, taken, waitSeconds: 3 * 86_400, finished: taken === 3 }
}

describe('a state machine', () => {
  it('waits by the virtual clock and ends when it is finished', async () => {
    const room = anEngineRoom()
    const at: number[] = []
    const {
      machines,
      start,
      describe: look,
    } = aMachine(
      room,
      threeSteps(() => at.push((room.clock.now() - monday) / day)),
    )
    machines.start()
    await start('one')
    await room.timeline.advance(10 * day)
    expect(at).toEqual([0, 3, 6])
    expect(await look('one')).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining('"finished":true') })
    // Three tasks, three choices, two waits and the end.
    expect(machines.executions.transitions()).toBe(9)
  })

  it('retries a task that fails, and then goes on', async () => {
    const room = anEngineRoom()
    let tries = 0
    const {
      machines,
      start,
      describe: look,
    } = aMachine(room, (state) => {
      tries += 1
      if (tries < 3) throw new Error('not yet')
      return { ...state, finished: true }
    })
    machines.start()
    await start('one')
    await room.work.idle()
    expect(await look('one')).toMatchObject({ status: 'SUCCEEDED' })
    expect(tries).toBe(3)
  })

  it('fails when its retries are used up, and says with what', async () => {
    const room = anEngineRoom()
    const {
      machines,
      start,
      describe: look,
    } = aMachine(room, () => {
      throw Object.assign(new Error('the table is gone'), { name: 'Gone' })
    })
    machines.start()
    await start('one')
    await room.work.idle()
    expect(await look('one')).toMatchObject({ status: 'FAILED', error: 'Gone', cause: 'the table is gone' })
    expect(machines.executions.counts()).toMatchObject({ FAILED: 1, RUNNING: 0 })
  })

  it.each([
    ['no time', {}],
    ['a time that is none', { waitSeconds: 'soon' }],
  ])('fails over a wait with %s', async (_what, output) => {
    const room = anEngineRoom()
    const { machines, start, describe: look } = aMachine(room, () => ({ finished: false, ...output }))
    machines.start()
    await start('one')
    await room.work.idle()
    expect(await look('one')).toMatchObject({ status: 'FAILED' })
  })

  it('goes on after a crash: with what waited, and from the start of the segment that was cut off', async () => {
    const room = anEngineRoom()
    const before: string[] = []
    const first = aMachine(room, (state) => {
      before.push(state.id)
      return state.id === 'cut off' ? new Promise(() => {}) : { ...state, waitSeconds: 86_400, finished: false }
    })
    first.machines.start()
    await first.start('waits', { id: 'waits' })
    await room.work.idle()
    await first.start('cut-off', { id: 'cut off' })
    expect(before).toEqual(['waits', 'cut off'])
    first.machines.close()
    room.kill()

    const next = anEngineRoom({ folder: room.folder })
    const after: string[] = []
    const second = aMachine(next, (state) => {
      after.push(state.id)
      return { ...state, finished: true }
    })
    second.machines.start()
    await next.timeline.advance(day - 1)
    expect(after).toEqual(['cut off'])
    await next.timeline.advance(1)
    expect(after).toEqual(['cut off', 'waits'])
    expect(second.machines.executions.counts()).toMatchObject({ SUCCEEDED: 2, RUNNING: 0 })
  })

  it('starts an execution once under a name', async () => {
    const room = anEngineRoom()
    let steps = 0
    const { machines, start } = aMachine(room, (state) => {
      steps += 1
      return { ...state, waitSeconds: 60, finished: false }
    })
    machines.start()
    const first = await start('one', { id: 'a' })
    expect(await start('one', { id: 'a' })).toMatchObject({ executionArn: first.executionArn })
    await expect(start('one', { id: 'b' })).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' })
    await room.work.idle()
    expect(steps).toBe(1)
  })

  it('refuses the name of one that is over, even with the same input', async () => {
    const room = anEngineRoom()
    const { machines, start } = aMachine(room, (state) => ({ ...state, finished: true }))
    machines.start()
    await start('one')
    await room.work.idle()
    await expect(start('one')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' })
  })

  it('stops one that waits, for good', async () => {
    const room = anEngineRoom()
    let steps = 0
    const {
      machines,
      call,
      start,
      describe: look,
    } = aMachine(room, (state) => {
      steps += 1
      return { ...state, waitSeconds: 60, finished: false }
    })
    machines.start()
    const { executionArn } = await start('one')
    await room.work.idle()
    await call('StopExecution', { executionArn, cause: 'outdated' })
    await room.timeline.advance(day)
    expect(steps).toBe(1)
    expect(await look('one')).toMatchObject({ status: 'ABORTED', cause: 'outdated' })
  })

  it.each([
    ['StateMachineDoesNotExist', 'StartExecution', { stateMachineArn: `${arn}x` }],
    ['InvalidName', 'StartExecution', { stateMachineArn: arn, name: 'a b' }],
    ['InvalidName', 'StartExecution', { stateMachineArn: arn, name: 'x'.repeat(81) }],
    ['InvalidExecutionInput', 'StartExecution', { stateMachineArn: arn, input: '{' }],
    ['ExecutionDoesNotExist', 'DescribeExecution', { executionArn: 'arn:none' }],
    ['ExecutionDoesNotExist', 'StopExecution', { executionArn: 'arn:none' }],
  ])('answers %s from %s', async (code, operation, input) => {
    await expect(aMachine(anEngineRoom(), () => ({})).call(operation, input)).rejects.toMatchObject({ code })
  })

  it.each<[string, Partial<Definition>]>([
    ['TimeoutSeconds', { TimeoutSeconds: 5 } as never],
    ['a parallel state', { States: { TakeStep: { Type: 'Parallel', End: true } } }],
    [
      'a service task',
      { States: { TakeStep: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } } },
    ],
    ['a heartbeat', { States: { TakeStep: { Type: 'Task', Resource: task, HeartbeatSeconds: 5, End: true } } }],
    ['JSONata', { States: { TakeStep: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } } }],
    ['a wait at the end', { States: { TakeStep: { Type: 'Wait', Seconds: 5, End: true } } }],
    ['a path with a filter', { States: { TakeStep: { Type: 'Wait', SecondsPath: '$..x', Next: 'TakeStep' } } }],
  ])('refuses %s at the start', (_what, change) => {
    expect(() => aMachine(anEngineRoom(), () => ({}), { ...clockMachine, ...change })).toThrow(UnsupportedMachine)
  })
})
