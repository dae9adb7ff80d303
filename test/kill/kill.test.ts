import { describe, expect, it } from 'vitest'
import { publishFolder } from '../flows/publish.ts'
import { readHistory } from '../flows/read-history.ts'
import { addStaff } from '../flows/staff.ts'
import { pass } from '../flows/target.ts'
import { checkHistory, type History } from '../history/check-history.ts'
import { type EndState, endStateOf, unprovenMails } from './end-state.ts'
import { killContent } from './kill-content.ts'
import { KillableRun } from './killable-run.ts'
import { Killer } from './killer.ts'
import { livesThrough, type Person, personNumber } from './person.ts'
import { seeded } from './seeded.ts'
import { steadyTarget } from './steady-target.ts'

/** `KILLS=50 npm run test:kill` for the whole measure; SEED repeats the moments as far as the machine allows. */
const kills = Number(process.env.KILLS ?? 5)
const seed = Number(process.env.SEED ?? 20_261_201)

interface Ended {
  readonly history: History
  readonly people: readonly Person[]
  readonly deadLetters: readonly string[]
  readonly starting: number
}

/** Lets people live through the story, one after the other, until all kills are done; one person where there are none. */
async function played(wanted: number): Promise<Ended> {
  const run = new KillableRun()
  try {
    await run.start()
    const target = steadyTarget(run)
    await addStaff(target)
    await publishFolder(target, killContent)
    await pass(target, '61s')
    const killer = new Killer(run, wanted, seeded(seed))
    const killing = killer.kill()
    killing.catch(() => {})
    const people: Person[] = []
    do {
      const person = personNumber(people.length + 1)
      people.push(person)
      await livesThrough(target, person)
      // All come from one network, and Ripen throttles who posts many forms an hour.
      await pass(target, '61m')
    } while (!killer.isDone)
    await killing
    // What nobody saw the end of is settled in 15 minutes and two sweeps.
    await pass(target, '1h')
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
    const undisturbed = await played(0)
    expect(checkHistory(undisturbed.history)).toEqual([])
    const expected = endStateOf(undisturbed.history, personNumber(1))
    expect(expected).toMatchObject({
      unconfirmed: [],
      end: { lead: { stage: 'sql', status: 'with-sales' }, handoffs: [{ state: 'accepted' }] },
    })

    const startedMs = performance.now()
    const killed = await played(kills)
    const ends = killed.people.map((person) => endStateOf(killed.history, person))
    const unconfirmed = ends.flatMap((one) => one.unconfirmed)
    const seconds = Math.round((performance.now() - startedMs) / 1_000)
    console.log(
      `${kills} kills (${killed.starting} while starting, seed ${seed}) in ${seconds} s, over the stories of ${killed.people.length} people; unconfirmed: ${unconfirmed.join(', ') || 'none'}`,
    )
    expect(checkHistory(killed.history)).toEqual([])
    expect(killed.deadLetters).toEqual([])
    expect(unconfirmed.length).toBeLessThanOrEqual(kills)
    expect(unprovenMails(killed.history)).toEqual([])
    for (const { end, unconfirmed: own } of ends) {
      if (own.length === 0) expect(end).toEqual(expected.end)
      else expect(standing(end)).toEqual(standing(expected.end))
    }
  })
})

/** What holds also of who did not get a mail. */
function standing({ lead, handoffs }: EndState): object {
  const { stage, status } = lead as { stage: string; status: string }
  return { stage, status, handoffs: handoffs.map((one) => (one as { state: string }).state) }
}
