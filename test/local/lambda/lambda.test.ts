import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Lambdas } from '../../../local/lambda/lambda.ts'
import { anEngineRoom, type EngineRoom, monday } from '../an-engine-room.ts'

const arn = 'arn:aws:lambda:eu-central-1:000000000000:function:own'

function aFunction(
  code: string,
  given: { timeoutSeconds?: number; concurrency?: number; threads?: number; room?: EngineRoom } = {},
) {
  const room = given.room ?? anEngineRoom()
  const bundleFolder = join(room.folder, 'bundle')
  mkdirSync(bundleFolder, { recursive: true })
  writeFileSync(join(bundleFolder, 'index.mjs'), code)
  const lambdas = new Lambdas({
    clock: room.clock,
    dataFolder: room.folder,
    compileCache: join(room.folder, 'compiled'),
    environment: { AWS_REGION: 'eu-central-1' },
  })
  onTestFinished(() => lambdas.close())
  const settings = {
    arn,
    name: 'own',
    title: 'tiny/own',
    bundleFolder,
    handler: 'index.handler',
    environment: { TABLE_NAME: 'leads' },
    timeoutSeconds: given.timeoutSeconds ?? 5,
    memoryMb: 128,
    concurrency: given.concurrency ?? 5,
    givesWay: false,
  }
  lambdas.register(settings, given.threads)
  const call = (event: unknown = {}) => lambdas.invoke(arn, event)
  return { ...room, lambdas, call }
}

describe('a function', () => {
  it("runs with the template's environment and nothing of this process", async () => {
    process.env.LEAKED_FROM_THE_TEST = 'yes'
    const { call } = aFunction('export const handler = async () => process.env')
    const environment = (await call()) as Record<string, string>
    expect(environment).toMatchObject({
      TABLE_NAME: 'leads',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'own',
    })
    expect(environment).not.toHaveProperty('LEAKED_FROM_THE_TEST')
    expect(environment).not.toHaveProperty('HOME')
  })

  it('gets and gives JSON, as by Lambda', async () => {
    const { call } = aFunction(
      'export const handler = async (event) => ({ ...event, at: new Date(0), none: undefined })',
    )
    expect(await call({ a: [1], gone: undefined })).toEqual({ a: [1], at: '1970-01-01T00:00:00.000Z' })
  })

  it('answers null where it returns nothing', async () => {
    expect(await aFunction('export const handler = async () => {}').call()).toBeNull()
  })

  it('gets a context that knows how much time is left', async () => {
    const { call } = aFunction(
      'export const handler = async (_event, context) => [context.functionName, context.invokedFunctionArn, context.getRemainingTimeInMillis()]',
    )
    const [name, invoked, left] = (await call()) as [string, string, number]
    expect([name, invoked]).toEqual(['own', arn])
    expect(left).toBeGreaterThan(3_000)
  })

  it('sees the virtual clock', async () => {
    const { call, timeline } = aFunction("export const handler = async () => globalThis[Symbol.for('ripen.clock')]()")
    expect(await call()).toBe(monday)
    await timeline.advance(3_600_000)
    expect(await call()).toBe(monday + 3_600_000)
  })

  it('fails with the name and message of what it throws, and goes on', async () => {
    const { call } = aFunction(`export const handler = async ({ fail }) => {
      if (fail) throw Object.assign(new Error('no table'), { name: 'Gone' })
      return 'fine'
    }`)
    await expect(call({ fail: true })).rejects.toMatchObject({ name: 'Gone', message: 'no table' })
    expect(await call()).toBe('fine')
  })

  it('fails each call where its bundle can not be loaded', async () => {
    const { call } = aFunction("throw new Error('broken bundle')")
    await expect(call()).rejects.toThrow('broken bundle')
    await expect(call()).rejects.toThrow('broken bundle')
  })

  it('fails where it exports no such handler', async () => {
    await expect(aFunction('export const other = 1').call()).rejects.toThrow('the bundle exports no handler')
  })

  it('starts again after it ended its process or broke outside of a call', async () => {
    const { call } = aFunction(`export const handler = ({ end }) => {
      if (end === 'exit') process.exit(1)
      if (end === 'throw') return new Promise(() => setTimeout(() => { throw new Error('outside') }))
      return 'fine'
    }`)
    await expect(call({ end: 'exit' })).rejects.toMatchObject({ name: 'Runtime.ExitError' })
    expect(await call()).toBe('fine')
    await expect(call({ end: 'throw' })).rejects.toThrow('outside')
    expect(await call()).toBe('fine')
  })

  it('fails over its timeout, alone: calls beside it end well, later ones have a new thread', async () => {
    const { call, lambdas } = aFunction(
      `let calls = 0
       export const handler = async ({ stick, wait }) => {
         calls += 1
         if (stick) await new Promise(() => {})
         if (wait) await new Promise((resolve) => setTimeout(resolve, wait))
         return calls
       }`,
      { timeoutSeconds: 0.4 },
    )
    await call()
    const sticking = expect(call({ stick: true })).rejects.toMatchObject({
      name: 'Sandbox.Timedout',
      message: 'Task timed out after 0.4 seconds',
    })
    await sticking
    expect(await call()).toBe(1)
    expect(lambdas.calls).toEqual({ 'tiny/own': 3 })
  })

  it('runs so many calls at once and no more', async () => {
    const { call } = aFunction(
      `let running = 0
       let most = 0
       export const handler = async () => {
         running += 1
         most = Math.max(most, running)
         await new Promise((resolve) => setImmediate(resolve))
         running -= 1
         return most
       }`,
      { concurrency: 2 },
    )
    expect(Math.max(...((await Promise.all(Array.from({ length: 10 }, () => call()))) as number[]))).toBe(2)
  })

  const sayingItsThread = `import { threadId } from 'node:worker_threads'
     export const handler = async ({ until = 0 }) => {
       while (until > Date.now()) await new Promise((resolve) => setImmediate(resolve))
       return threadId
     }`
  const many = (call: (event: object) => Promise<unknown>) =>
    Promise.all(Array.from({ length: 20 }, () => call({ until: Date.now() + 50 })))

  it('is given another thread once it has many calls, where it may have one', async () => {
    const { call, lambdas } = aFunction(sayingItsThread, { concurrency: 20, threads: 2 })
    const threads = new Set([await call()])
    expect(lambdas.warm).toBe(1)
    while (threads.size < 2) for (const thread of await many(call)) threads.add(thread)
    await many(call)
    expect(lambdas.warm).toBe(2)
  })

  it('has one thread for all calls else', async () => {
    const { call, lambdas } = aFunction(sayingItsThread, { concurrency: 20 })
    const first = await call()
    expect(new Set(await many(call))).toEqual(new Set([first]))
    expect(lambdas.warm).toBe(1)
  })

  it('writes what it says to the log of all functions, by its title', async () => {
    const { call, folder, lambdas } = aFunction("export const handler = async () => { console.log('hello') }")
    await call()
    await lambdas.close()
    expect(readFileSync(join(folder, 'functions.log'), 'utf8')).toBe('tiny/own hello\n')
  })

  it('is not there under another name, nor after the end', async () => {
    const { lambdas, call } = aFunction('export const handler = async () => 1')
    await expect(lambdas.invoke(`${arn}x`, {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await lambdas.close()
    await expect(call()).rejects.toThrow('the run is stopping')
  })
})
