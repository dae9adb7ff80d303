import { describe, expect, it } from 'vitest'
import { Queues } from '../../../local/queues/queues.ts'
import { anEngineRoom, type EngineRoom } from '../an-engine-room.ts'

interface Batch {
  readonly Records: readonly {
    readonly messageId: string
    readonly body: string
    readonly attributes: { readonly ApproximateReceiveCount: string }
  }[]
}
type Handle = (batch: Batch) => unknown

const arn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`

function aQueue(room: EngineRoom, handle: Handle, given: { maxReceiveCount?: number; maxConcurrency?: number } = {}) {
  const { journal, clock, work } = room
  const invoke = async (_arn: string, event: unknown) => handle(event as Batch)
  const queues = new Queues({ journal, clock, work, invoke, region: 'eu-central-1' })
  const settings = { visibilityTimeoutSeconds: 180, retentionSeconds: 1_209_600 }
  queues.addQueue({ ...settings, arn: arn('dead'), name: 'dead' })
  const redrive = { arn: arn('dead'), maxReceiveCount: given.maxReceiveCount ?? 2 }
  queues.addQueue({ ...settings, arn: arn('work'), name: 'work', redrive })
  queues.addMapping({
    queueArn: arn('work'),
    functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:worker',
    batchSize: 3,
    maxConcurrency: given.maxConcurrency ?? 5,
    partialFailures: true,
  })
  return queues
}

const bodies = ({ Records }: Batch) => Records.map(({ body }) => body)

describe('a queue', () => {
  it('hands its messages to the function in batches and forgets what was taken', async () => {
    const room = anEngineRoom()
    const batches: string[][] = []
    const queues = aQueue(room, (batch) => void batches.push(bodies(batch)))
    queues.start()
    for (const body of ['1', '2', '3', '4']) queues.send(arn('work'), body)
    await room.work.idle()
    expect(batches).toEqual([['1', '2', '3'], ['4']])
    expect(queues.depth(arn('work'))).toEqual({ visible: 0, inFlight: 0 })
  })

  it('gives back only the records that failed', async () => {
    const room = anEngineRoom()
    const seen: string[][] = []
    const queues = aQueue(room, (batch) => {
      seen.push(bodies(batch))
      const [record] = batch.Records.filter(
        ({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1',
      )
      return { batchItemFailures: record ? [{ itemIdentifier: record.messageId }] : [] }
    })
    queues.start()
    for (const body of ['good', 'bad']) queues.send(arn('work'), body)
    await room.work.idle()
    expect(seen).toEqual([['good', 'bad'], ['bad']])
    expect(queues.depth(arn('dead')).visible).toBe(0)
  })

  it('moves a message that fails too often to its dead letters, and the others stay out of it', async () => {
    const room = anEngineRoom()
    const queues = aQueue(room, ({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'poison').map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }))
    queues.start()
    for (const body of ['fine', 'poison']) queues.send(arn('work'), body)
    await room.work.idle()
    expect(queues.depth(arn('work')).visible).toBe(0)
    expect(queues.receive(arn('dead'), 10, 0).map(({ body }) => body)).toEqual(['poison'])
  })

  it.each<[string, Handle]>([
    [
      'a function that throws',
      () => {
        throw new Error('no')
      },
    ],
    ['an identifier that is not of the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'someone-else' }] })],
    ['an answer of another make', () => ({ batchItemFailures: 'all' })],
  ])('takes the whole batch back after %s', async (_what, handle) => {
    const room = anEngineRoom()
    const queues = aQueue(room, handle, { maxReceiveCount: 1 })
    queues.start()
    for (const body of ['a', 'b']) queues.send(arn('work'), body)
    await room.work.idle()
    expect(queues.depth(arn('dead')).visible).toBe(2)
  })

  it('runs no more batches at once than its mapping allows', async () => {
    const room = anEngineRoom()
    let running = 0
    let most = 0
    const queues = aQueue(
      room,
      async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
      },
      { maxConcurrency: 2 },
    )
    queues.start()
    for (let n = 0; n < 20; n += 1) queues.send(arn('work'), String(n))
    await room.work.idle()
    expect(most).toBe(2)
  })

  it('tries redriven dead letters afresh', async () => {
    const room = anEngineRoom()
    let mended = false
    const taken: string[] = []
    const queues = aQueue(
      room,
      (batch) => {
        if (!mended) throw new Error('not yet')
        taken.push(...bodies(batch))
      },
      { maxReceiveCount: 1 },
    )
    queues.start()
    queues.send(arn('work'), 'x')
    await room.work.idle()
    mended = true
    expect(queues.move(arn('dead'), arn('work'))).toBe(1)
    await room.work.idle()
    expect(taken).toEqual(['x'])
  })

  it('lets dead letters vanish after their retention, by virtual time', async () => {
    const room = anEngineRoom()
    const queues = aQueue(room, () => {})
    queues.send(arn('dead'), 'old')
    await room.timeline.advance(13 * 86_400_000)
    expect(queues.depth(arn('dead')).visible).toBe(1)
    await room.timeline.advance(2 * 86_400_000)
    expect(queues.depth(arn('dead')).visible).toBe(0)
  })

  it('goes on after a crash with what was waiting and what was in flight', async () => {
    const room = anEngineRoom()
    const queues = aQueue(room, () => new Promise(() => {}))
    queues.start()
    for (const body of ['1', '2', '3', '4']) queues.send(arn('work'), body)
    await new Promise((resolve) => setImmediate(resolve))
    expect(queues.depth(arn('work')).inFlight).toBe(4)
    queues.close()
    room.kill()

    const next = anEngineRoom({ folder: room.folder })
    const taken: string[] = []
    const again = aQueue(next, (batch) => void taken.push(...bodies(batch)))
    again.start()
    await next.work.idle()
    expect(taken.sort()).toEqual(['1', '2', '3', '4'])
  })

  it('gives no message up for what died while it was in flight, and counts what failed across deaths', async () => {
    let room = anEngineRoom()
    const diesAgain = () => {
      room.kill()
      room = anEngineRoom({ folder: room.folder })
    }
    aQueue(room, () => {}).send(arn('work'), 'x')
    const counts: string[] = []
    for (let death = 1; death <= 5; death += 1) {
      diesAgain()
      const queues = aQueue(room, ({ Records }) => {
        counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount))
        return new Promise(() => {})
      })
      queues.start()
      expect(queues.depth(arn('work'))).toEqual({ visible: 0, inFlight: 1 })
      await new Promise((resolve) => setImmediate(resolve))
      queues.close()
    }
    expect(counts).toEqual(['1', '1', '1', '1', '1'])

    // One failure that was given back, another after one more death: two in all.
    for (const { visible, dead } of [
      { visible: 1, dead: 0 },
      { visible: 0, dead: 1 },
    ]) {
      diesAgain()
      const failed = Promise.withResolvers<void>()
      const queues = aQueue(room, () => {
        setImmediate(failed.resolve)
        throw new Error('no')
      })
      queues.start()
      await failed.promise
      const { visible: waiting, inFlight } = queues.depth(arn('work'))
      expect([waiting + inFlight, queues.depth(arn('dead')).visible]).toEqual([visible, dead])
      queues.close()
    }
  })

  it('stores nothing of a transaction that failed', () => {
    const room = anEngineRoom()
    const queues = aQueue(room, () => {})
    expect(() =>
      room.journal.transaction(() => {
        queues.send(arn('dead'), 'never')
        throw new Error('the rest failed')
      }),
    ).toThrow('the rest failed')
    expect(queues.depth(arn('dead')).visible).toBe(0)
  })
})
