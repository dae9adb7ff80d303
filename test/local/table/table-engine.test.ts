import { createRequire } from 'node:module'
import { describe, expect, it, onTestFinished } from 'vitest'
import { callAws } from '../../../local/aws/call-aws.ts'
import { writeIndexesWithItems } from '../../../local/table/atomic-indexes.ts'
import { Expiry } from '../../../local/table/expiry.ts'
import { TableEngine } from '../../../local/table/table-engine.ts'
import type { TableSettings } from '../../../local/table/table-settings.ts'
import { aDataFolder } from '../../fixtures/a-data-folder.ts'
import { anEngineRoom, monday } from '../an-engine-room.ts'

const leads: TableSettings = {
  name: 'leads',
  definition: {
    TableName: 'leads',
    AttributeDefinitions: ['pk', 'sk', 'byStage', 'createdAt'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-stage',
        KeySchema: [
          { AttributeName: 'byStage', KeyType: 'HASH' },
          { AttributeName: 'createdAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
  expiryAttribute: 'expiresAt',
}

async function anEngine(folder = aDataFolder()) {
  const engine = await TableEngine.start(folder)
  onTestFinished(() => engine.stop())
  await engine.make(leads)
  return engine
}

const text = (S: string) => ({ S })
const anItem = (pk: string, change: object = {}) => ({
  TableName: 'leads',
  Item: { pk: text(pk), sk: text('PROFILE'), byStage: text('lead'), createdAt: text('2026'), ...change },
})
const key = (pk: string) => ({ TableName: 'leads', Key: { pk: text(pk), sk: text('PROFILE') } })

async function atStage(engine: TableEngine, stage: string): Promise<string[]> {
  const { Items } = (await engine.call('Query', {
    TableName: 'leads',
    IndexName: 'by-stage',
    KeyConditionExpression: 'byStage = :stage',
    ExpressionAttributeValues: { ':stage': text(stage) },
  })) as { Items: { pk: { S: string } }[] }
  return Items.map(({ pk }) => pk.S)
}

describe('the table', () => {
  it('is made from the template once and holds its items over a restart', async () => {
    const folder = aDataFolder()
    const first = await TableEngine.start(folder)
    await first.make(leads)
    await first.call('PutItem', anItem('a'))
    await first.stop()
    const second = await anEngine(folder)
    expect(await second.call('GetItem', key('a'))).toMatchObject({ Item: { byStage: text('lead') } })
    expect(await atStage(second, 'lead')).toEqual(['a'])
  })

  it('refuses a data folder whose table has other indexes', async () => {
    const folder = aDataFolder()
    const engine = await anEngine(folder)
    const { GlobalSecondaryIndexes: _none, ...definition } = leads.definition
    await expect(engine.make({ ...leads, definition })).rejects.toThrow('other keys or indexes than the template')
  })

  it('keeps an index in step with its items', async () => {
    const engine = await anEngine()
    await engine.call('PutItem', anItem('a'))
    await engine.call('PutItem', anItem('b'))
    await engine.call('UpdateItem', {
      ...key('a'),
      UpdateExpression: 'SET byStage = :mql',
      ExpressionAttributeValues: { ':mql': text('mql') },
    })
    expect([await atStage(engine, 'lead'), await atStage(engine, 'mql')]).toEqual([['b'], ['a']])
    await engine.call('UpdateItem', { ...key('b'), UpdateExpression: 'REMOVE byStage' })
    expect(await atStage(engine, 'lead')).toEqual([])
    await engine.call('DeleteItem', key('a'))
    expect(await atStage(engine, 'mql')).toEqual([])
  })

  it('counts what AWS would bill', async () => {
    const engine = await anEngine()
    await engine.call('PutItem', anItem('a', { note: text('x'.repeat(1_500)) }))
    await engine.call('UpdateItem', {
      ...key('a'),
      UpdateExpression: 'SET seen = :yes',
      ExpressionAttributeValues: { ':yes': text('yes') },
    })
    await engine.call('GetItem', { ...key('a'), ConsistentRead: true })
    await engine.call('GetItem', key('a'))
    await expect(
      engine.call('PutItem', { ...anItem('a'), ConditionExpression: 'attribute_not_exists(pk)' }),
    ).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' })
    // Two for the item and one for its index entry; two for the update, which changes no entry; two for the refused one.
    expect(engine.use).toMatchObject({
      calls: { PutItem: 2, UpdateItem: 1, GetItem: 2 },
      writeUnits: 7,
      readUnits: 1.5,
    })
  })

  it('outlives a client that goes away in the middle of a request', async () => {
    const engine = await anEngine()
    const { connect } = await import('node:net')
    const { port, hostname } = new URL(engine.endpoint)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf', () => {
          socket.resetAndDestroy()
          resolve()
        })
      })
    })
    expect(await engine.call('GetItem', key('a'))).toEqual({})
  })
})

describe('an item and its index entries', () => {
  it('are written in one batch: both are kept or neither', async () => {
    const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => import('node:http').Server
    const inside = createRequire(import.meta.url)('dynalite/db') as {
      create: (options: object) => {
        db: { batch: (operations: unknown[], done: (error: Error | null) => void) => void }
      }
    }
    const { create } = inside
    let store: ReturnType<typeof create> | undefined
    inside.create = (options) => {
      store = create(options)
      return store
    }
    writeIndexesWithItems(() => {})
    const server = dynalite({ createTableMs: 0 })
    inside.create = create
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    const call = (operation: string, input: unknown) => callAws(endpoint, `DynamoDB_20120810.${operation}`, input)
    await call('CreateTable', leads.definition)

    const batches: unknown[][] = []
    const { db } = store ?? { db: { batch: () => {} } }
    const batch = db.batch.bind(db)
    db.batch = (operations, done) => {
      batches.push(operations)
      batch(operations, done)
    }
    await call('PutItem', anItem('a'))
    await call('PutItem', anItem('a', { byStage: text('mql') }))
    await call('DeleteItem', key('a'))
    expect(batches.map((operations) => operations.map((one) => (one as { type: string }).type))).toEqual([
      ['put', 'put'],
      ['del', 'put', 'put'],
      ['del', 'del'],
    ])
  })
})

describe('items past their time', () => {
  it('vanish once a virtual day, unless they were given more', async () => {
    const room = anEngineRoom()
    const engine = await anEngine(room.folder)
    const seconds = (ms: number) => ({ N: String(Math.floor((monday + ms) / 1_000)) })
    await engine.call('PutItem', anItem('past', { expiresAt: seconds(3_600_000) }))
    await engine.call('PutItem', anItem('later', { expiresAt: seconds(10 * 86_400_000) }))
    await engine.call('PutItem', anItem('ever'))
    const { clock, work, timeline } = room
    new Expiry({ engine, tables: [leads], clock, work, timeline }).start()
    await timeline.advance(2 * 86_400_000)
    expect((await atStage(engine, 'lead')).sort()).toEqual(['ever', 'later'])
  })
})
