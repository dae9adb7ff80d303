import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ripen, startRipen } from '../local/run.ts'
import { browse, tellJoined } from './chapters/browse.ts'
import { capture } from './chapters/capture.ts'
import { connectCrm, wins } from './chapters/closed-loop.ts'
import { farewell, silence } from './chapters/farewell.ts'
import { handOff } from './chapters/hand-off.ts'
import { neglected } from './chapters/neglected.ts'
import { goesOn, nurture } from './chapters/nurture.ts'
import { reply } from './chapters/reply.ts'
import { Narrator, type Paper, paperOf } from './narrator.ts'
import { NotSeen, World, zone } from './world.ts'

/** A Tuesday, 18:31 in Berlin: after hours, so that the first mail has to wait for the morning. */
const startAt = Date.parse('2026-12-01T17:31:00Z')

/** The CRM of the story is this process, where no webhook may go otherwise. */
const functionEnvironment = { WEBHOOK_LOOPBACK: 'allowed' }

/** Plays the story on a run of its own and tells it; false when a step did not happen. */
export async function tellStory(play: Play = wholeStory, paper: Paper = paperOf(process.stdout)): Promise<boolean> {
  const narrator = new Narrator(paper, zone)
  narrator.title('Ripen: from a visit of a website to a deal that is won')
  const data = mkdtempSync(join(tmpdir(), 'ripen-demo-'))
  const forget = () => rmSync(data, { recursive: true, force: true })
  const interrupted = () => {
    forget()
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  let ripen: Ripen | undefined
  try {
    ripen = await startRipen({ data, port: 0, speed: 0, startAt, functionEnvironment })
    const { contents = 0, problems = [] } = ripen.published ?? {}
    narrator.aside(
      `Started in ${seconds()}, with ${contents} samples of templates/ published. Time is virtual and Berlin’s; every line is checked before it is told.`,
    )
    if (problems.length > 0) throw new NotSeen('all samples to be published', problems.join('\n'))
    await play(new World(ripen, narrator))
    narrator.aside()
    narrator.aside(await account(ripen))
    return true
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error
    narrator.missed(error.expected, error.there)
    return false
  } finally {
    await ripen?.stop()
    process.off('SIGINT', interrupted)
    forget()
  }
}

/** What is played on a run. */
export type Play = (world: World) => Promise<void>

async function wholeStory(world: World): Promise<void> {
  const agreedAt = await browse(world)
  const leadId = await capture(world)
  await tellJoined(world, leadId)
  const welcome = await nurture(world, leadId)
  await reply(world, leadId, welcome)
  const caseStudy = await goesOn(world)
  const crm = await connectCrm(world)
  try {
    await handOff(world, leadId, agreedAt)
    const mails = await farewell(world, leadId, caseStudy)
    await neglected(world)
    await wins(world, leadId, crm)
    await silence(world, mails)
  } finally {
    await crm.fake.stop()
  }
}

/** What the story took. */
async function account(ripen: Ripen): Promise<string> {
  const { mails, deadLetters, billed } = await ripen.state()
  const dead = Object.values(deadLetters).reduce((sum, depth) => sum + depth, 0)
  if (dead > 0) throw new NotSeen('no dead letters', JSON.stringify(deadLetters))
  const days = Math.round(((await ripen.now()) - startAt) / 86_400_000)
  return `Every step happened: ${days} days in ${seconds()}, ${mails} mails, ${billed.transitions} state transitions, nothing in a dead-letter queue.`
}

function seconds(): string {
  return `${Math.round(process.uptime())} s`
}
