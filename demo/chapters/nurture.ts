import type { LocalMail } from '../../local/ripen-client.ts'
import { atOnceMs, linkIn, said, type World } from '../world.ts'
import { nora } from './capture.ts'
import { tellScore } from './score.ts'

const hourMs = 3_600_000

/** The sequence begins: the window, the first mail, and the file behind its link; answers that mail. */
export async function nurture(world: World, leadId: string): Promise<LocalMail> {
  const [waiting] = (await world.lead(leadId)).enrolments
  world.check(waiting?.held?.includes('window') === true, 'the first mail to wait for the window', waiting)
  await world.tell('Ripen', `enrols her in the sequence ${waiting?.sequence}; its mails go Mon–Fri 09–17 in her zone`, [
    `the first mail is held (${waiting?.held}) until ${said(waiting?.due ?? '')}`,
  ])

  const welcome = await world.mail(nora.email, 'white-paper-welcome', 24 * hourMs)
  await world.tell('Ripen', `sends “${welcome.subject}”`, [await whyAllowed(world, leadId, welcome)], welcome.at)

  await world.goTo('12:15')
  await downloads(world, leadId, welcome)
  const mql = await world.until(
    'the stage MQL',
    atOnceMs,
    async () => {
      const lead = await world.lead(leadId)
      return lead.stage === 'mql' && lead
    },
    async () => (await world.lead(leadId)).stage,
  )
  await tellScore(world, mql)
  return welcome
}

/** The week after her reply is over: the sequence goes on where it was held. */
export async function goesOn(world: World): Promise<LocalMail> {
  await world.goTo('12:42', 6)
  const caseStudy = await world.mail(nora.email, 'case-study-retail', hourMs)
  await world.tell(
    'Ripen',
    `goes on, a week after she wrote: “${caseStudy.subject}”`,
    ['the case study of her own industry'],
    caseStudy.at,
  )
  return caseStudy
}

/** The link in the mail is hers, a click that SES reports; behind it lies the file. */
async function downloads(world: World, leadId: string, mail: LocalMail): Promise<void> {
  const link = linkIn(mail, '/files/')
  await world.ripen.report({ messageId: mail.messageId, type: 'click', link })
  const read = await world.browse(new URL(link).pathname, undefined, {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  })
  const bytes = Buffer.from(await read.arrayBuffer())
  world.check(
    read.status === 200 && bytes.subarray(0, 5).toString() === '%PDF-',
    'the PDF behind the link',
    read.status,
  )
  await world.until(
    'the click and the download to be scored',
    atOnceMs,
    async () => {
      const rules = (await world.lead(leadId)).score?.parts.map(({ rule }) => rule)
      return rules?.includes('clicked-emails') && rules.includes('downloaded')
    },
    async () => JSON.stringify((await world.lead(leadId)).score),
  )
  await world.tell('Visitor', 'opens the link in it and downloads the white paper', [
    `${read.headers.get('content-type')}, ${Math.round(bytes.length / 1_024)} KB, by a link of her own`,
  ])
}

/** "A send says why it was allowed." */
async function whyAllowed(world: World, leadId: string, mail: LocalMail): Promise<string> {
  const items = await world.timeline(leadId)
  const send = items.find(({ kind, id }) => kind === 'send' && id === mail.tags.sendId)
  world.check(send?.because !== undefined, 'the send to say why it was allowed', send ?? items)
  // The id of the evidence is for the auditor.
  return `allowed by ${send?.because?.replace(/, evidence \w+/, '')}`
}
