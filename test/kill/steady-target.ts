import type { LocalMail, RipenClient } from '../../local/ripen-client.ts'
import type { Target } from '../flows/target.ts'
import type { KillableRun } from './killable-run.ts'

const minuteMs = 60_000
/** A mail whose answer nobody saw is settled within 15 minutes and two sweeps. */
const looks = [0, 1_000, 5_000, minuteMs, ...Array.from({ length: 10 }, () => 5 * minuteMs)]

export interface SteadyTarget extends Target {
  mails(to: string): Promise<LocalMail[]>
  /** Virtual time in ms since the epoch. */
  now(): Promise<number>
  /** Lets time pass to then, with all that falls due on the way. */
  passTo(ms: number): Promise<void>
}

/** A run that may be down at any moment: every call is repeated until it is answered, so what is called must be repeatable. */
export function steadyTarget(run: KillableRun): SteadyTarget {
  const now = () => run.steadily((ripen) => ripen.now())
  const passTo = (then: number) => run.steadily((ripen) => advanceTo(ripen, then))
  const passed = async (ms: number) => passTo((await now()) + ms)
  return {
    name: 'local',
    url: '',
    now,
    passTo,
    call: (path, init) => run.steadily((ripen) => wholeAnswer(ripen.url + path, init)),
    token: (role) => run.steadily((ripen) => ripen.token(role)),
    mails: async (to) => {
      await run.steadily((ripen) => ripen.settle())
      return run.steadily((ripen) => ripen.mails(to))
    },
    report: async (mail, what) => {
      // The same time each try: SES reports an event twice with the same one.
      const at = new Date(await now()).toISOString()
      await run.steadily((ripen) => ripen.report({ messageId: mail.messageId, at, ...what }))
    },
    pass: passed,
    until: async (what, look) => {
      for (const span of looks) {
        await passed(span)
        const seen = await look()
        if (seen) return seen
      }
      throw new Error(`there is still no sign of ${what}`)
    },
  }
}

/** Moves on to a time, not by a span: a repeat goes no further. */
function advanceTo(ripen: RipenClient, ms: number): Promise<void> {
  return ripen.now().then((now) => ripen.advance(Math.max(0, ms - now)))
}

/** The answer with its body: a process that dies between them has not answered. */
async function wholeAnswer(url: string, init: RequestInit | undefined): Promise<Response> {
  const response = await fetch(url, init)
  const body = await response.arrayBuffer()
  const { status, headers } = response
  return new Response(body.byteLength > 0 ? body : null, { status, headers })
}
