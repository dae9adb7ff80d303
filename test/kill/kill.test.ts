import { describe, expect, it } from 'vitest'
import { seeded } from '../../core/seeded.ts'
import { publishFolder } from '../flows/publish.ts'
import { readHistory } from '../flows/read-history.ts'
import { pass } from '../flows/target.ts'
import { checkHistory, type History } from '../history/check-history.ts'
import { readLeads } from '../history/lead-history.ts'
import { endStateOf, unprovenMails } from './end-state.ts'
import { expectedOf } from './expected.ts'
import { KillableRun } from './killable-run.ts'
import { Killer } from './killer.ts'
import { type Answered, livesThrough, type Person, personNumber, shownUnconfirmed } from './person.ts'
import { steadyTarget } from './steady-target.ts'
import { unfadingModel } from './unfading-model.ts'

/** `KILLS=50 npm run test:kill` for the whole measure; SEED repeats the moments as far as the machine allows. */
const kills = Number(process.env.KILLS ?? 5)
const seed = Number(process.env.SEED ?? 20_261_201)

/** Mails before which the process dies once more, between their claim and SES, where a random kill seldom hits. */
const worst =
  kills < 50
    ? ['case-study-retail']
    : ['confirm-subscription', 'white-paper-welcome', 'case-study-retail', 'handoff-opened', 'handoff-escalated']

interface Lived {
  readonly person: Person
  /** The mail that the person went on without. */
  readonly missed: Answered | undefined
  /** The mails of which staff is told that nobody knows whether they went. */
  readonly shown: readonly string[]
}

interface Ended {
  readonly history: History
  readonly people: readonly Lived[]
  readonly deadLetters: readonly string[]
  readonly starting: number
}

/** Lets people live through the story on the sample content, one after the other: as many as there are, and on until all kills are done. */
async function played(
  wanted: number,
  ignoring: readonly (Answered | undefined)[] = [undefined],
  diesBefore: readonly string[] = [],
): Promise<Ended> {
  const run = new KillableRun(diesBefore)
  try {
    await run.start()
    const target = steadyTarget(run)
    await publishFolder(target, unfadingModel())
    await pass(target, '61s')
    const killer = new Killer(run, wanted, seeded(seed))
    const killing = killer.kill()
    killing.catch(() => {})
    const lived: Omit<Lived, 'shown'>[] = []
    do {
      const person = personNumber(lived.length + 1, ignoring[lived.length])
      const missed = await livesThrough(target, person).catch(async (error: unknown) => {
        throw new Error(`${(error as Error).message}\n${await everythingOf(run, person)}`, { cause: error })
      })
      lived.push({ person, missed })
      // All come from one network, and Ripen throttles who posts many forms an hour.
      await pass(target, '61m')
    } while (!killer.isDone || lived.length < ignoring.length)
    await killing
    // What nobody saw the end of is settled in 15 minutes and two sweeps.
    await pass(target, '1h')
    const people: Lived[] = []
    for (const one of lived) people.push({ ...one, shown: await shownUnconfirmed(target, one.person) })
    const { deadLetters } = await run.steadily((ripen) => ripen.state())
    return {
      history: await readHistory(await run.up()),
      people,
      deadLetters: Object.keys(deadLetters).filter((queue) => deadLetters[queue] !== 0),
      starting: killer.starting,
    }
  } finally {
    await run.stop()
  }
}

describe('kill -9 of the embedded run', () => {
  it(`at ${kills} random moments leaves the end state of a run that nothing disturbed`, {
    timeout: 1_800_000,
  }, async () => {
    const startedMs = performance.now()
    const killed = await played(kills, [undefined], worst)
    const ends = killed.people.map((one) => ({ ...one, ...endStateOf(killed.history, one.person) }))
    const unconfirmed = ends.flatMap((one) => one.unconfirmed)
    const seconds = Math.round((performance.now() - startedMs) / 1_000)
    console.log(
      `${kills} kills (${killed.starting} while starting, seed ${seed}) and one before each of ${worst.join(', ')}, in ${seconds} s, over the stories of ${ends.length} people; unconfirmed: ${unconfirmed.join(', ') || 'none'}`,
    )
    expect(checkHistory(killed.history)).toEqual([])
    expect(killed.deadLetters).toEqual([])
    expect(unconfirmed.length).toBeLessThanOrEqual(kills + worst.length)
    expect(killed.people.flatMap(({ shown }) => shown).sort()).toEqual(unconfirmed.toSorted())
    expect(unprovenMails(killed.history)).toEqual([])

    // Undisturbed, somebody lives like each of them: with all mails, or as if one of them had never come.
    const ways = [...new Set([undefined, ...ends.map(({ missed }) => missed)])]
    const undisturbed = await played(0, ways)
    expect(checkHistory(undisturbed.history)).toEqual([])
    const likes = undisturbed.people.map(({ person, missed }) => ({
      missed,
      ...endStateOf(undisturbed.history, person),
    }))
    expect(likes[0]).toMatchObject({
      unconfirmed: [],
      end: { lead: { stage: 'sql', status: 'with-sales', mailable: false }, handoffs: [{ state: 'accepted' }] },
    })
    for (const { person, missed, end, unconfirmed: own } of ends) {
      const like = likes.find((one) => one.missed === missed)
      expect(end, person.email).toEqual(like && expectedOf(like.end, own, end))
    }
  })
})

/** All items of a person, for whoever looks into what went wrong. */
async function everythingOf(run: KillableRun, { email }: Person): Promise<string> {
  await run.steadily((ripen) => ripen.settle())
  const { items, nowMs } = await readHistory(await run.up())
  const own = [...readLeads(items).values()].find(({ profile }) => profile?.email === email)
  const { executions, deadLetters } = await run.steadily((ripen) => ripen.state())
  return JSON.stringify({ now: new Date(nowMs), executions, deadLetters, items: own?.items }, undefined, 1)
}
