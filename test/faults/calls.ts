import './virtual-clock.ts'
import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as breath } from 'node:timers/promises'
import { eventbridge } from '../../functions/aws/bus.ts'
import { ses } from '../../functions/aws/mailer.ts'
import { s3 } from '../../functions/aws/objects.ts'
import { secretsManager } from '../../functions/aws/secrets.ts'
import { stepFunctions } from '../../functions/aws/start-clock.ts'
import { dynamodb } from '../../functions/aws/table.ts'
import { forgetCurrent } from '../../functions/content/published.ts'
import { sms } from '../../functions/outreach/send-sms.ts'
import { forgetThresholds } from '../../functions/scoring/threshold-items.ts'
import { takeOverPosts } from './outside.ts'
import { dawdle } from './virtual-clock.ts'

/** The name under which a message to a provider outside of AWS is counted among the calls. */
export const post = 'Post'

/** One AWS call, or one post to somebody else, as a function makes it. */
export interface Call {
  /** For example `UpdateItemCommand`, or {@link post}. */
  readonly name: string
  readonly input: unknown
  /** The function that makes it, for example `take-step`; empty outside of any. */
  readonly by: string
}

/** A function that runs: who dies makes no further call. */
interface Invocation {
  readonly name: string
  readonly die: () => void
  dead: boolean
}

/** Makes a call, as it is or with another input. */
export type Make = (input?: unknown) => Promise<unknown>

/** What stands between the functions and AWS: makes the call, or lets it go wrong. */
export type Between = (call: Call, make: Make) => Promise<unknown>

/** A function died in the middle: whoever called it sees no answer. */
export class Died extends Error {
  constructor(name: string) {
    super(`${name} died`)
    this.name = 'Died'
  }
}

const never = new Promise<never>(() => {})
const current = new AsyncLocalStorage<Invocation>()

/** Runs a function as Lambda does: it answers, fails, or dies ({@link Died}) and is never heard of again. */
export async function invoke<Answer>(name: string, run: () => Promise<Answer>): Promise<Answer> {
  const { promise: death, reject } = Promise.withResolvers<never>()
  const invocation: Invocation = { name, dead: false, die: () => reject(new Died(name)) }
  try {
    return await current.run(invocation, () => Promise.race([run(), death]))
  } finally {
    if (invocation.dead) await startCold()
  }
}

/** Once the dead function has come to its last call: what it would still begin to read must not be waited for either. */
async function startCold(): Promise<void> {
  await breath()
  forgetKept()
  dawdle(10 * 60_000)
}

/** What was kept between calls, and what was just being read for it, is gone with the process: nobody waits for what a dead function asked for. */
export function forgetKept(): void {
  forgetCurrent()
  forgetThresholds()
}

/** Lets the function die that makes the present call. Outside of any, the call just fails. */
export function die(): Promise<never> {
  const invocation = current.getStore()
  if (!invocation) throw new Died('what called AWS')
  invocation.dead = true
  invocation.die()
  return never
}

/** Does every AWS call and every post of all functions from now on, in place of the SDK and the network; answers what gives both back. */
export function takeOverCalls(
  between: Between,
  answer: (name: string, input: unknown) => Promise<unknown>,
): () => void {
  const clients = [dynamodb, eventbridge, ses, sms, s3, stepFunctions, secretsManager]
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: unknown }) => {
    const invocation = current.getStore()
    if (invocation?.dead) return never
    const call: Call = { name, input, by: invocation?.name ?? '' }
    const answered = await between(call, (given = input) => answer(name, given))
    return invocation?.dead ? never : answered
  }
  for (const client of clients) Object.assign(client, { send })
  const giveBackPosts = takeOverPosts(async (posted) =>
    Number(await send({ constructor: { name: post }, input: posted })),
  )
  return () => {
    giveBackPosts()
    for (const client of clients) Reflect.deleteProperty(client, 'send')
  }
}
