import type {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import * as fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  deleteItem,
  dynamodb,
  type Expression,
  getItem,
  ifAbsent,
  ifPresent,
  putItem,
  queryItems,
  updateItem,
} from '../../functions/aws/table.ts'
import { aTable, type TestTable } from '../fixtures/a-table.ts'
import { isWhole } from './how-many.ts'
import { MemoryTable } from './memory-table.ts'

type AnyCommand = GetItemCommand | PutItemCommand | UpdateItemCommand | DeleteItemCommand | QueryCommand
const { send } = Object.getPrototypeOf(dynamodb) as { send: (command: AnyCommand) => Promise<object> }

let engine: TestTable
let memory: MemoryTable

beforeAll(async () => {
  engine = await aTable()
})
afterAll(() => engine.stop())
beforeEach(() => {
  memory = new MemoryTable()
  Object.assign(dynamodb, { send: onBoth })
})
afterEach(async () => {
  for (const { pk, sk } of memory.everything()) await deleteItem({ pk: String(pk), sk: String(sk) })
  Reflect.deleteProperty(dynamodb, 'send')
})

/** Makes a call of the engine and of the table in memory, and holds their answers together. */
async function onBoth(command: AnyCommand): Promise<object> {
  const theirs = await settled(() => send.call(dynamodb, command))
  const ours = await settled(async () => memory.answer(command.constructor.name, command.input) as object)
  expect([ours.failed, ours.answer]).toEqual([theirs.failed, theirs.answer])
  if (theirs.answer) return theirs.answer
  throw theirs.error
}

/** What of an answer Ripen reads, or why there is none. */
async function settled(call: () => Promise<object>) {
  try {
    const { Item, Items, Attributes, LastEvaluatedKey } = (await call()) as Record<string, unknown>
    return { answer: { Item, Items, Attributes, LastEvaluatedKey } }
  } catch (error) {
    return { failed: (error as Error).name, error }
  }
}

const keys = [
  { pk: 'LEAD#a', sk: 'PROFILE' },
  { pk: 'LEAD#a', sk: 'ACT#2026-11-24T09:00:00.000Z#x' },
  { pk: 'LEAD#a', sk: 'ENROL#white-paper#000001' },
  { pk: 'LEAD#b', sk: 'PROFILE' },
]
const key = fc.constantFrom(...keys)
const state = fc.constantFrom('PREPARED', 'LAPSED', 'SENT')
const small = fc.integer({ min: 0, max: 3 })
/** Each item at a time of its own: what stands at the same place of an index has no order. */
const due = fc.record({ kind: fc.constantFrom('park', 'send'), at: fc.integer({ min: 0, max: 9 }) })

const condition: fc.Arbitrary<Expression | undefined> = fc.oneof(
  fc.constantFrom(undefined, ifAbsent, ifPresent),
  small.map((rev) => ({ text: '#rev = :rev', names: { '#rev': 'rev' }, values: { ':rev': rev } })),
  small.map((mine) => ({
    text: 'attribute_exists(pk) AND #rev <= :mine',
    names: { '#rev': 'rev' },
    values: { ':mine': mine },
  })),
  fc.tuple(state, state).map(([one, other]) => ({
    text: 'attribute_not_exists(pk) OR #state IN (:one, :other)',
    names: { '#state': 'state' },
    values: { ':one': one, ':other': other },
  })),
  fc.tuple(state, small, small).map(([mine, from, to]) => ({
    text: 'attribute_not_exists(pk) OR #state = :mine OR #rev < :from OR #rev > :to',
    names: { '#state': 'state', '#rev': 'rev' },
    values: { ':mine': mine, ':from': from, ':to': to },
  })),
  fc.constant({ text: 'attribute_exists(pk) AND attribute_not_exists(#list)', names: { '#list': 'list' } }),
)

const places = (at: { pk: string; sk: string }, given: { kind: string; at: number } | undefined) => ({
  dueKind: given?.kind,
  dueAt: given && `2026-11-2${given.at}T09:00:00.000Z ${keys.indexOf(at)}`,
})

const step = fc.oneof(
  fc
    .record({ at: key, state, rev: small, due: fc.option(due, { nil: undefined }), condition })
    .map((one) => () => putItem(one.at, { state: one.state, rev: one.rev, ...places(one.at, one.due) }, one.condition)),
  fc
    .record({
      at: key,
      state: fc.option(state, { nil: undefined }),
      list: fc.array(small),
      due: fc.option(due, { nil: undefined }),
      add: small,
      condition,
    })
    .map(
      (one) => () =>
        updateItem(
          one.at,
          {
            set: { state: one.state, list: one.list, map: { list: one.list }, ...places(one.at, one.due) },
            add: { count: one.add },
          },
          one.condition,
        ),
    ),
  fc.record({ at: key, condition }).map(
    ({ at, condition }) =>
      () =>
        deleteItem(at, condition),
  ),
  key.map((at) => () => getItem(at)),
  fc
    .record({
      newestFirst: fc.boolean(),
      limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      which: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ which, limit, ...order }) => () => {
      const ranges = [
        { pk: 'LEAD#a' },
        { pk: 'LEAD#a', prefix: 'ACT#' },
        { pk: 'LEAD#a', between: { from: 'ENROL#', to: 'PROFILE' } },
        { pk: 'park', index: 'due' as const },
        { pk: 'send', index: 'due' as const, between: { from: '0', to: '2026-11-25' } },
      ]
      return allPages({ ...(ranges[which] as (typeof ranges)[0]), ...order, ...(limit && { limit }) })
    }),
)

async function allPages(range: Parameters<typeof queryItems>[0]): Promise<void> {
  let page = await queryItems(range)
  while (page.next) page = await queryItems({ ...range, cursor: page.next })
}

it('the table in memory answers every call as the engine does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      for (const one of steps) await one()
      expect(memory.everything()).toEqual(await engine.everything())
      for (const { pk, sk } of memory.everything()) await deleteItem({ pk: String(pk), sk: String(sk) })
    }),
    { numRuns: isWhole ? 100 : 25 },
  )
})
