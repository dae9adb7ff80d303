import type { LocalMail } from '../../local/ripen-client.ts'
import { atOnceMs, linkIn, said, type World } from '../world.ts'
import { nora } from './capture.ts'
import { tellScore } from './score.ts'

const hourMs = 3_600_000

/** The sequence goes its way: the window, a click that wakes it, the cap; answers the last mail that she got. */
export async function nurture(world: World, leadId: string): Promise<LocalMail> {
  const [waiting] = (await world.lead(leadId)).enrolments
  world.check(waiting?.held?.includes('window') === true, 'the first mail to wait for the window', waiting)
  await world.tell('Ripen', `enrols her in the sequence ${waiting?.sequence}; its mails go Mon–Fri 09–17 in her zone`, [
    `the first mail is held (${waiting?.held}) until ${said(waiting?.due ?? '')}`,
  ])

  const welcome = await world.mail(nora.email, 'white-paper-welcome', 24 * hourMs)
  await world.tell('Ripen', `sends “${welcome.subject}”`, [await whyAllowed(world, leadId, welcome)], welcome.at)

  await world.goTo('12:15')
  await clicks(world, leadId, welcome, 'reads the white paper: a click', '/files/', 1)
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

  const caseStudy = await world.mail(nora.email, 'case-study-retail', 4 * hourMs)
  await world.tell(
    'Ripen',
    `sends two hours after the click: “${caseStudy.subject}”`,
    ['the case study of her own industry, and the second mail of the week'],
    caseStudy.at,
  )

  await world.goTo('15:40')
  await clicks(world, leadId, caseStudy, 'reads the case study: the second click', '/cases/grocery', 2)
  await tellScore(world, await world.lead(leadId))
  return caseStudy
}

/** Nobody clicks within ten seconds of a delivery but scanners of mail; she takes her time. */
async function clicks(world: World, leadId: string, mail: LocalMail, what: string, part: string, times: number) {
  await world.ripen.report({ messageId: mail.messageId, type: 'click', link: linkIn(mail, part) })
  await world.until(
    `${times} clicks to be scored`,
    atOnceMs,
    async () => {
      const { score } = await world.lead(leadId)
      return score?.parts.some(({ says }) => says.includes(`${times} time`) && says.includes('email clicked'))
    },
    async () => JSON.stringify((await world.lead(leadId)).score),
  )
  await world.tell('Visitor', what)
}

/** "A send says why it was allowed." */
async function whyAllowed(world: World, leadId: string, mail: LocalMail): Promise<string> {
  type Entry = { readonly kind: string; readonly id: string; readonly because?: string }
  const { items } = await world.asStaff<{ items: Entry[] }>('marketing', 'GET', `/leads/${leadId}/timeline`)
  const send = items.find(({ kind, id }) => kind === 'send' && id === mail.tags.sendId)
  world.check(send?.because !== undefined, 'the send to say why it was allowed', send ?? items)
  // The id of the evidence is for the auditor.
  return `allowed by ${send?.because?.replace(/, evidence \w+/, '')}`
}
