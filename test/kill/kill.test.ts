import { describe, expect, it } from 'vitest'
import { publishFolder } from '../flows/publish.ts'
import { readHistory } from '../flows/read-history.ts'
import { addStaff } from '../flows/staff.ts'
import { pass } from '../flows/target.ts'
import { checkHistory, type History } from '../history/check-history.ts'
import { readLeads } from '../history/lead-history.ts'
import { type EndState, endStateOf, unprovenMails } from './end-state.ts'
import { killContent } from './kill-content.ts'
import { KillableRun } from './killable-run.ts'
import { Killer } from './killer.ts'
import { livesThrough, type Person, personNumber, shownUnconfirmed } from './person.ts'
import { seeded } from './seeded.ts'
import { steadyTarget } from './steady-target.ts'

/** `KILLS=50 npm run test:kill` for the whole measure; SEED repeats the moments as far as the machine allows. */
const kills = Number(process.env.KILLS ?? 5)
const seed = Number(process.env.SEED ?? 20_261_201)

interface Ended {
  readonly history: History
  readonly people: readonly { readonly person: Person; readonly shown: readonly string[] }[]
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
    const lived: Person[] = []
    do {
      const person = personNumber(lived.length + 1)
      lived.push(person)
      await livesThrough(target, person).catch(async (error: unknown) => {
        throw new Error(`${(error as Error).message}\n${await everythingOf(run, person)}`, { cause: error })
      })
      // All come from one network, and Ripen throttles who posts many forms an hour.
      await pass(target, '61m')
    } while (!killer.isDone)
    await killing
    // What nobody saw the end of is settled in 15 minutes and two sweeps.
    await pass(target, '1h')
    const people = []
    for (const person of lived) people.push({ person, shown: await shownUnconfirmed(target, person) })
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
    const ends = killed.people.map(({ person }) => endStateOf(killed.history, person))
    const unconfirmed = ends.flatMap((one) => one.unconfirmed)
    const seconds = Math.round((performance.now() - startedMs) / 1_000)
    console.log(
      `${kills} kills (${killed.starting} while starting, seed ${seed}) in ${seconds} s, over the stories of ${killed.people.length} people; unconfirmed: ${unconfirmed.join(', ') || 'none'}`,
    )
    expect(checkHistory(killed.history)).toEqual([])
    expect(killed.deadLetters).toEqual([])
    expect(unconfirmed.length).toBeLessThanOrEqual(kills)
    expect(killed.people.flatMap(({ shown }) => shown).sort()).toEqual(unconfirmed.toSorted())
    expect(unprovenMails(killed.history)).toEqual([])
    for (const { end, unconfirmed: own } of ends) {
      if (own.some(isNurture)) expect(standing(end)).toEqual(standing(expected.end))
      else expect(end).toEqual(allowingFor(own, expected.end, end))
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

/** Who did not get one of these lived on otherwise: asked for a demo, and did not click. */
function isNurture(mail: string): boolean {
  return /^story-(welcome|second)/.test(mail)
}

/** What the end state of an undisturbed run becomes by mails of which nobody can say whether they went. */
function allowingFor(unconfirmed: readonly string[], undisturbed: EndState, end: EndState): EndState {
  const asked = unconfirmed.filter((mail) => mail === 'story-confirm UNCONFIRMED').length
  const { facts, sends } = undisturbed
  const toStaff = unconfirmed
    .map((mail) => mail.split(' ')[0] ?? '')
    .filter((template) => template in undisturbed.mails)
  const mails = { ...undisturbed.mails }
  // It may have gone, or not.
  for (const template of toStaff) if (template.startsWith('handoff-') && !end.mails[template]) delete mails[template]
  if (asked === 0) return { ...undisturbed, mails }
  return {
    ...undisturbed,
    mails,
    // Who is not asked to confirm posts once more.
    facts: { ...facts, 'form-submitted': (facts['form-submitted'] ?? 0) + asked },
    sends: { ...sends, 'story-confirm UNCONFIRMED': asked },
  }
}

/** What holds also of who did not get a mail. */
function standing({ lead, handoffs }: EndState): object {
  const { stage, status } = lead as { stage: string; status: string }
  return { stage, status, handoffs: handoffs.map((one) => (one as { state: string }).state) }
}
