import './virtual-clock.ts'
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aTable, type TestTable } from '../fixtures/a-table.ts'
import { outcomeOf } from './outcome.ts'
import { People } from './people.ts'
import { undisturbedRun } from './run.ts'
import { World } from './world.ts'

type AnyCommand = new (input: never) => object
const commands = new Map<string, AnyCommand>(
  [DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand].map((one) => [one.name, one]),
)
let engine: TestTable

beforeAll(async () => {
  engine = await aTable()
})
afterAll(() => engine.stop())

it('a whole story goes the same way on the engine that runs locally: each of its calls is answered alike', async () => {
  const { outcome } = await undisturbedRun('comes-back')
  const client = new DynamoDBClient({})
  const world = new World()
  const memory = world.table.answer.bind(world.table)
  const both = async (name: string, input: unknown): Promise<unknown> => {
    const Command = commands.get(name) as AnyCommand
    const [ours, theirs] = await Promise.all([
      settled(async () => memory(name, input)),
      settled(() => client.send(new Command(input as never) as GetItemCommand)),
    ])
    expect([ours.failed, ours.answer]).toEqual([theirs.failed, theirs.answer])
    if (ours.answer) return ours.answer
    throw ours.error
  }
  for (const item of world.table.everything()) {
    await client.send(new PutItemCommand({ TableName: engine.name, Item: marshall(item) }))
  }
  world.table.answer = both
  await new People(world, 'comes-back').play()
  world.stop()
  expect(outcomeOf(world)).toEqual(outcome)
})

async function settled(call: () => Promise<unknown>) {
  try {
    const { Item, Items, Attributes } = (await call()) as Record<string, unknown>
    return { answer: { Item, Items, Attributes } }
  } catch (error) {
    return { failed: (error as Error).name, error }
  }
}
