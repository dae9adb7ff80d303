import { eachDue } from '../nurture/each-due.ts'
import { now } from '../runtime/clock.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { guardAccount } from './guard-account.ts'
import { lookAtSends } from './send-records.ts'
import { settleSend } from './settle-send.ts'

/** Every 15 minutes: guards the account, then settles the mails whose answer nobody saw and whose proof did not come in 15 minutes. */
export const handler = onSchedule(async () => {
  const paused = await guardAccount()
  const sends = await eachDue(lookAtSends, now(), settleSend)
  if (sends.failed > 0) throw new Error(`${sends.failed} sends could not be looked at; the next sweep looks again`)
  return { unconfirmed: sends.done, paused: paused ? 1 : 0 }
})
