import { describe, expect, it } from 'vitest'
import { indexes } from '../../functions/aws/keys.ts'
import { ifAbsent } from '../../functions/aws/table.ts'
import type { Call } from './calls.ts'
import { conflict } from './conflict.ts'

const pk = { S: 'LEAD#a' }
const handoff = { pk, sk: { S: 'HANDOFF#000001' } }

function call(name: string, input: object): Call {
  return { name, input, by: '' }
}
const get = call('GetItemCommand', { Key: handoff })
const remove = call('DeleteItemCommand', { Key: handoff })
const update = (attribute: string) =>
  call('UpdateItemCommand', { Key: handoff, ExpressionAttributeNames: { '#a': attribute } })
const put = (attribute: string, ConditionExpression?: string) =>
  call('PutItemCommand', { Item: { ...handoff, [attribute]: { S: 'a' } }, ConditionExpression })
const query = (prefix: string) =>
  call('QueryCommand', {
    KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': { S: prefix } },
  })
const inbox = call('QueryCommand', {
  IndexName: indexes.owner.name,
  KeyConditionExpression: '#pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'OWNER#anna#open' } },
})

describe('it may make a difference which comes first', () => {
  it.each<[string, Call, Call]>([
    ['a write and a read of one item', update('state'), get],
    ['two writes of one item', put('state', ifAbsent.text), remove],
    ['a write and a query of its range', update('state'), query('HANDOFF#')],
    ['a query of an index and a write of what it is kept by', inbox, update(indexes.owner.pk)],
    ['a query of an index and a write of what it is sorted by', inbox, update(indexes.owner.sk)],
    ['a query of an index and a new item in it', inbox, put(indexes.owner.pk, ifAbsent.text)],
    ['a query of an index and an item that takes the place of one in it', inbox, put('state')],
    ['a query of an index and a deletion', inbox, remove],
  ])('%s', (_what, one, other) => {
    expect([conflict(one, other), conflict(other, one)]).toEqual([true, true])
  })
})

describe('it makes no difference which comes first', () => {
  it.each<[string, Call, Call]>([
    ['two reads of one item', get, query('HANDOFF#')],
    ['a write and a query of another range', update('state'), query('ENROL#')],
    ['a query of an index and a write of other attributes: an index holds only keys', inbox, update('state')],
    ['a query of an index and a new item that is not in it', inbox, put('state', ifAbsent.text)],
    ['an event and anything', call('PutEventsCommand', { Entries: [] }), remove],
  ])('%s', (_what, one, other) => {
    expect([conflict(one, other), conflict(other, one)]).toEqual([false, false])
  })
})
