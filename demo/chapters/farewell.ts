import type { LocalMail } from '../../local/ripen-client.ts'
import { atOnceMs, NotSeen, type World } from '../world.ts'
import { nora } from './capture.ts'

/** She has heard enough by mail: one click in the mail program. Answers how many mails she has had. */
export async function farewell(world: World, leadId: string, mail: LocalMail): Promise<number> {
  await world.goTo('09:30', 1)
  const header = Object.entries(mail.headers).find(([name]) => name.toLowerCase() === 'list-unsubscribe')?.[1]
  const link = /<(https?:[^>]+)>/.exec(header ?? '')?.[1]
  if (!link) throw new NotSeen('a List-Unsubscribe header with one address', JSON.stringify(mail.headers))
  const answer = await world.browse(new URL(link).pathname, { 'List-Unsubscribe': 'One-Click' })
  world.check(answer.status === 200, 'the withdrawal to be stored', answer.status)
  const lead = await world.until(
    'the consent to be withdrawn',
    atOnceMs,
    async () => {
      const seen = await world.lead(leadId)
      return !seen.mailable && seen
    },
    async () => JSON.stringify((await world.lead(leadId)).consents),
  )
  await world.tell('Visitor', 'presses “unsubscribe” in her mail program: withdrawn before the POST is answered', [
    lead.consents.map(({ topic, state }) => `${topic} ${state}`).join(', '),
  ])
  return (await world.ripen.mails(nora.email)).length
}

/** Nothing comes any more. */
export async function silence(world: World, before: number): Promise<void> {
  await world.goTo('09:30', 7)
  const after = await world.ripen.mails(nora.email)
  world.check(
    after.length === before,
    'no mail ever after',
    after.slice(before).map(({ subject }) => subject),
  )
  await world.tell(
    'Ripen',
    `has sent Nora nothing since she unsubscribed, customer or not; it was ${before} mails in all`,
  )
}
