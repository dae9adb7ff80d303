import { filledIn, readForm } from '../website-form.ts'
import { atOnceMs, linkIn, NotSeen, type World } from '../world.ts'
import { herBrowser } from './browse.ts'

export const nora = {
  email: 'nora.brandt@brandt-markets.example',
  firstName: 'Nora',
  company: 'Brandt Markets',
  jobTitle: 'Director of Supply Chain',
  country: 'DE',
  industry: 'retail',
  companySize: '250-999',
}
const topic = 'product-education'

/** A visitor asks for the white paper and confirms; answers the id of the lead that she became. */
export async function capture(world: World): Promise<string> {
  const form = readForm('index.html')
  const posted = await world.browse(form.path, {
    ...filledIn(form, { ...nora, [`consent.${topic}`]: 'on' }),
    // The script adds it to forms, for who agreed.
    visitor: herBrowser,
  })
  const thanks = posted.headers.get('location') ?? ''
  world.check(posted.status === 303, '303 to the thank-you page', `${posted.status} ${await posted.text()}`)
  const page = await world.browse(thanks)
  world.check(page.status === 200, 'a thank-you page', page.status)
  await world.tell('Visitor', 'posts the form of examples/website with its box ticked, and gets the thank-you page', [
    `${nora.firstName}, ${nora.jobTitle}, ${nora.company}`,
  ])

  const mail = await world.mail(nora.email, 'confirm-subscription', atOnceMs)
  const leadId = await find(world)
  const before = await world.lead(leadId)
  world.check(!before.mailable && before.status === 'parked', 'a lead that can’t be mailed yet', before)
  await world.tell('Ripen', `asks her to confirm, and sends nothing else: “${mail.subject}”`, [], mail.at)

  await world.goTo('18:43')
  const path = new URL(linkIn(mail, '/confirm/')).pathname
  const shown = await world.browse(path)
  world.check(shown.status === 200, 'a page with a button', shown.status)
  const untouched = await world.lead(leadId)
  world.check(!untouched.mailable, 'nothing to change by opening the link', untouched)
  const pressed = await world.browse(path, {})
  world.check(pressed.status === 200, 'the confirmation to be stored', pressed.status)
  const lead = await world.leadOnce(
    leadId,
    'the lead to be nurtured',
    ({ status, enrolments }) => status === 'nurturing' && enrolments.length > 0,
  )
  world.check(lead.mailable, 'a lead that can be mailed', lead)
  await world.tell('Visitor', 'opens the link, which changes nothing, and presses the button: consent is stored', [
    `stage ${lead.stage}, status ${lead.status}, ${lead.consents.map((one) => `${one.topic} ${one.state}`).join(', ')}`,
  ])
  return leadId
}

async function find(world: World): Promise<string> {
  const { items } = await world.asStaff<{ items: { leadId: string }[] }>('marketing', 'POST', '/leads/search', {
    email: nora.email,
  })
  const [found] = items
  if (!found) throw new NotSeen('the lead to be found by its address', 'nobody')
  return found.leadId
}
