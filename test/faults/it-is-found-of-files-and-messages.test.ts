import './virtual-clock.ts'
import type { GetItemCommandInput, PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { describe, expect, it } from 'vitest'
import { ActivityObserved } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { leadIdOf } from '../../functions/leads/identity.ts'
import { clock } from '../fixtures/a-clock.ts'
import { post } from './calls.ts'
import { guide } from './guide.ts'
import { address } from './lead.ts'
import { secretOf } from './provider.ts'
import type { StoryName } from './stories.ts'
import type { World } from './world.ts'
import { foundWhen, goesTwice, isNotStored, sortKeyIn, type Wrong } from './wrongs.ts'

/** What a function reads of such an item is this, in place of what is stored. */
const readsInstead =
  (who: RegExp, isIt: (sortKey: string) => boolean, other: (sortKey: string) => object): Wrong =>
  ({ name, input, by }, make) =>
    who.test(by) && name === 'GetItemCommand' && isIt(sortKeyIn(input))
      ? make().then((answer) => {
          const { Item } = answer as { Item?: object }
          return { Item: { ...Item, ...marshall(other(sortKeyIn(input)), { removeUndefinedValues: true }) } }
        })
      : undefined

const tellsNobody: Wrong = ({ name, by }) =>
  name === 'PutEventsCommand' && by === 'show-file.http' ? Promise.resolve({ FailedEntryCount: 0 }) : undefined

/** What a scanner fetched is told as a person's, too. */
const tellsScansAsRead: Wrong = ({ name, input }, make, world) =>
  name === 'PutEventsCommand' && JSON.stringify(input).includes('known-scanner')
    ? tellsAsRead(world).then(() => make())
    : undefined

/** The mark that says which download was told is lost. */
const forgetsMarks: Wrong = ({ name, input }, make, { table }) =>
  name === 'UpdateItemCommand' && sortKeyIn(input).startsWith('DOWNLOAD#')
    ? make().finally(() => table.answer('DeleteItemCommand', { Key: (input as GetItemCommandInput).Key }))
    : undefined

/** That there are no bytes is told as a download. */
const tellsNothingAsRead: Wrong = ({ name, by }, make, world) =>
  name === 'GetObjectCommand' && by === 'show-file.http'
    ? make().catch((error) => tellsAsRead(world).then(() => Promise.reject(error)))
    : undefined

async function tellsAsRead({ queues }: World): Promise<void> {
  const fact = { id: 'a-download-of-nobody', type: 'content-downloaded', at: toInstant(clock.ms), data: {} }
  const activity = { leadId: await leadIdOf(address), ...fact }
  await queues.put({ source: 'ripen', detailType: ActivityObserved.name, detail: { activity } })
}

/** What the link needs of a lead is there for ever, as it was read first. */
function remembersEverybody(): Wrong {
  const seen = new Map<string, unknown>()
  return ({ name, input, by }, make) => {
    const sortKey = sortKeyIn(input as GetItemCommandInput)
    if (by !== 'show-file.http' || name !== 'GetItemCommand' || !/^(MAILBOX|PROFILE)$/.test(sortKey)) return undefined
    return make().then((answer) => {
      seen.set(sortKey, seen.get(sortKey) ?? answer)
      return seen.get(sortKey)
    })
  }
}

const keepsNoSend: Wrong = ({ name, input, by }) =>
  by === 'ask-for-file.http' &&
  name === 'PutItemCommand' &&
  (input as PutItemCommandInput).Item?.sk?.S?.startsWith('SEND#')
    ? Promise.resolve({})
    : undefined

/** A minute after a provider said stop, another message goes. */
const writesOn: Wrong = ({ name, input, by }, _make, world) => {
  if (by === 'receive-callback.http' && name === 'UpdateItemCommand' && sortKeyIn(input) === 'MAILBOX') {
    world.timeline.after(60_000, async () => world.takesMessage(`${await leadIdOf(address)}.another`, 'chat'))
  }
  return undefined
}

/** Whoever goes one way of the branch goes the other, too. */
const goesBothWays: Wrong = ({ name, input }, make, { table }) => {
  const { Item } = input as PutItemCommandInput
  if (name !== 'PutItemCommand' || !Item?.sk?.S?.startsWith('SEND#') || Item.template?.S !== 'second') return undefined
  table.answer('PutItemCommand', { Item: { ...Item, sk: { S: 'SEND#of-the-other-way' }, template: { S: 'third' } } })
  return make()
}

const isFile = (sortKey: string) => sortKey.startsWith('V#')
const isProvider = (sortKey: string) => sortKey === 'PROVIDER#asks'

describe('what must never be is found in a run, where files are read and messages go', () => {
  it.each<[string, Wrong, string, StoryName]>([
    ['a download that is lost', tellsNobody, 'a download is told', 'downloads'],
    [
      'a download that counts twice',
      forgetsMarks,
      'what one person fetches in half an hour is one download',
      'downloads',
    ],
    [
      'a scanner that counts',
      tellsScansAsRead,
      'a download counts where a person got the file, and nowhere else',
      'downloads',
    ],
    [
      'a download where there are no bytes',
      tellsNothingAsRead,
      'a download counts where a person got the file, and nowhere else',
      'downloads',
    ],
    [
      'a link that never runs out',
      readsInstead(/-file\.http$/, isFile, () => ({ value: { ...guide.value, link: '30d' } })),
      'a link that ran out gives no file',
      'downloads',
    ],
    [
      'a link that goes on after an erasure',
      remembersEverybody(),
      'the link of an erased lead gives no file',
      'downloads-and-is-erased',
    ],
    [
      'a fresh link that is promised, and of which nothing is known',
      keepsNoSend,
      'who is told that a fresh link is on its way gets one',
      'downloads',
    ],
    ['a message to a provider that goes twice', goesTwice(post), 'no message goes twice', 'is-written-to'],
    [
      'a report that is answered and not stored',
      isNotStored('receive-callback.http', 'TOUCH#'),
      'what its provider reported of a message counts, and nothing else',
      'is-written-to',
    ],
    [
      'a forged report that is taken',
      readsInstead(/^receive-callback/, isProvider, () => ({ secrets: [secretOf('somebody')] })),
      'a report that is not its provider’s is refused',
      'is-written-to',
    ],
    [
      'a stop that is answered and not stored',
      isNotStored('receive-callback.http', 'MAILBOX'),
      'no message goes after a stop was answered',
      'says-stop-in-the-chat',
    ],
    [
      'a message without the consent that was withdrawn',
      writesOn,
      'no message goes once its consent was withdrawn',
      'says-stop-in-the-chat',
    ],
    ['a branch that goes both ways', goesBothWays, 'a branch on what came of a message goes one way', 'is-written-to'],
  ])('%s', async (_what, wrong, rule, story) => {
    expect(await foundWhen(wrong, story)).toContain(rule)
  })
})
