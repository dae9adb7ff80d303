import './virtual-clock.ts'
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge'
import type { Call, Make } from './calls.ts'
import { brokenIn } from './guarantees.ts'
import { People, worldOf } from './people.ts'
import type { StoryName } from './stories.ts'
import type { World } from './world.ts'

/** What AWS, or what runs on it, does that it never should; undefined where a call goes as it does. */
export type Wrong = (call: Call, make: Make, world: World) => Promise<unknown> | undefined

/** What is found broken in a story when AWS, or what runs on it, does what it never should. */
export async function foundWhen(wrong: Wrong, story: StoryName): Promise<string[]> {
  const world = worldOf(story)
  const { between } = world
  world.between = (call, make) => wrong(call, make, world) ?? between(call, make)
  const people = new People(world, story)
  await people.play()
  world.stop()
  return brokenIn(world, people.moments.all).map((broken) => broken.split(':')[0] as string)
}

/** Events of this name are taken, and nobody hears of them. */
export const vanishes =
  (event: string): Wrong =>
  ({ name, input }, make) => {
    const others = (input as PutEventsCommandInput).Entries?.filter(({ DetailType }) => DetailType !== event)
    return name === 'PutEventsCommand' ? make({ Entries: others }) : undefined
  }

/** What it writes to items whose sort key begins so is not stored, and it is told that it is. */
export const isNotStored =
  (who: string, prefix: string): Wrong =>
  ({ name, input, by }, _make, { table }) =>
    by === who && name === 'UpdateItemCommand' && sortKeyIn(input).startsWith(prefix)
      ? Promise.resolve({ Attributes: (table.answer('GetItemCommand', input) as { Item: unknown }).Item })
      : undefined

/** What it writes to items whose sort key begins so is stored, and is as before a moment later. */
export const isTakenBack =
  (who: string, prefix: string): Wrong =>
  ({ name, input, by }, make, { table }) => {
    if (by !== who || name !== 'UpdateItemCommand' || !sortKeyIn(input).startsWith(prefix)) return undefined
    const { Item } = table.answer('GetItemCommand', input) as { Item: unknown }
    return make().finally(() => table.answer('PutItemCommand', { Item }))
  }

/** What is asked for once is done two times. */
export const goesTwice =
  (command: string): Wrong =>
  ({ name }, make) =>
    name === command ? make().then(() => make()) : undefined

export function sortKeyIn(input: unknown): string {
  return (input as UpdateItemCommandInput).Key?.sk?.S ?? ''
}
