import { replyMail } from '../../local/mail/reply-mail.ts'
import type { LocalMail } from '../../local/ripen-client.ts'
import { saysBySmtp } from '../says-by-smtp.ts'
import { atOnceMs, NotSeen, nameOf, said, type World } from '../world.ts'
import { nora } from './capture.ts'

const question = 'Thank you. Does it work with tills that are offline at night? We have forty of those.'

interface Task {
  readonly taskId: string
  readonly leadId: string
  readonly owner?: string
  readonly due: string
  readonly state: string
  readonly result?: string
}

/** She writes back, and a person answers; meanwhile no sequence writes in between. */
export async function reply(world: World, leadId: string, mail: LocalMail): Promise<void> {
  await world.goTo('12:40')
  await mailsBack(world, mail)
  const forwarded = await world.until(
    'her reply to be passed on',
    atOnceMs,
    async () => (await world.ripen.mails('marketing@example.com')).find(({ text }) => text.includes(question)),
    async () => 'no such mail to marketing',
  )
  await world.tell('Visitor', 'replies to that mail from her mail program, by SMTP', [`“${question}”`])
  await world.tell('Ripen', `passes it on to marketing: “${forwarded.subject}”, and asks a person to answer`)

  const task = await taskOnce(world, leadId, 'a task for a person', ({ owner }) => owner !== undefined)
  const owner = task.owner ?? ''
  const told = await world.mail(`${owner}@dev.example.com`, 'task', atOnceMs)
  await world.tell('Ripen', `tells ${nameOf(owner)}, due ${said(task.due)}: “${told.subject}”`)

  await world.goTo('14:20')
  const { enrolments } = await world.lead(leadId)
  const held = enrolments.find(({ sequence }) => sequence === 'white-paper')
  world.check(held?.held === 'replied', 'the next mail to be held since she replied', enrolments)
  await world.tell('Ripen', 'holds the case study back: no mail comes between people who talk', [
    `held (${held?.held}) until ${said(held?.due ?? '')}`,
  ])

  await world.goTo('09:20', 1)
  await answers(world, leadId, task)
}

/** The mail with her words above the quote, to where its Reply-To says. */
async function mailsBack(world: World, mail: LocalMail): Promise<void> {
  const replyTo = Object.entries(mail.headers).find(([name]) => name.toLowerCase() === 'reply-to')?.[1]
  const { smtpPort } = world.ripen
  if (!replyTo || smtpPort === undefined) throw new NotSeen('a Reply-To that Ripen receives', replyTo ?? 'none')
  const { to, raw } = replyMail(
    { ...mail, replyTo: [replyTo], recipients: [mail.to], atMs: Date.parse(mail.at) },
    { messageId: mail.messageId, text: question, headers: {} },
  )
  const codes = await saysBySmtp(smtpPort, [
    'EHLO brandt-markets.example',
    `MAIL FROM:<${nora.email}>`,
    `RCPT TO:<${to}>`,
    'DATA',
    `${raw.toString('latin1')}\r\n.`,
    'QUIT',
  ])
  world.check(codes.at(-2) === '250', 'the mail server to take the reply', codes)
}

async function answers(world: World, leadId: string, { taskId, owner = '' }: Task): Promise<void> {
  const answer = { answer: 'answered', note: 'yes, tills report when they wake; sent her the page on that' }
  await world.asStaff('sales', 'POST', `/tasks/${taskId}/answer`, answer, owner)
  const over = await world.leadOnce(leadId, 'the sequence of the task to be over', ({ enrolments }) =>
    enrolments.some(({ sequence, state }) => sequence === 'answer-replies' && state === 'finished'),
  )
  const done = await taskOnce(world, leadId, 'the task to be answered', ({ state }) => state === 'answered')
  await world.tell(nameOf(owner), `writes to her, and says so: the task is answered (${done.result})`, [
    answer.note,
    `status ${over.status}: the other sequence goes on when its week is over`,
  ])
}

function taskOnce(world: World, leadId: string, expected: string, isSo: (task: Task) => boolean): Promise<Task> {
  const own = async () => {
    const lists = await Promise.all(
      ['open', 'done'].map((state) => world.asStaff<{ items: Task[] }>('sales', 'GET', `/tasks?state=${state}`)),
    )
    return lists.flatMap(({ items }) => items).filter((task) => task.leadId === leadId)
  }
  return world.until(
    expected,
    atOnceMs,
    async () => (await own()).find(isSo),
    async () => JSON.stringify(await own()),
  )
}
