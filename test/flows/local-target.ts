import { clientOf } from '../../local/ripen-client.ts'
import type { StoryMail, Target } from './target.ts'

/** The embedded run at this address, on its virtual clock. */
export function localTarget(url: string): Target {
  const ripen = clientOf(url)
  return {
    name: 'local',
    url,
    call: (path, init) => fetch(`${url}${path}`, init),
    token: (role) => ripen.token(role),
    mails: async (to) => {
      await ripen.settle()
      return (await ripen.mails(to)) as readonly StoryMail[] as StoryMail[]
    },
    deliveries: (on) => ripen.autoEvents(on),
    report: (mail, what) => ripen.report({ messageId: mail.messageId, ...what }),
    reply: (mail, what) => ripen.reply({ messageId: mail.messageId, ...what }),
    pass: (ms) => ripen.advance(ms),
    until: async (what, look) => {
      // Once all is quiet at the present virtual time, looking again would see the same; a second look gives the clock a moment.
      for (const span of [0, 1_000, 5_000, 60_000]) {
        await ripen.advance(span)
        const seen = await look()
        if (seen) return seen
      }
      throw new Error(`there is still no sign of ${what}`)
    },
  }
}
