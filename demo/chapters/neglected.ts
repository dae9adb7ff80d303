import { atOnceMs, linkIn, NotSeen, nameOf, type World } from '../world.ts'

const dayMs = 86_400_000
const tomas = {
  email: 'tomas.vogel@vogel-werke.example',
  firstName: 'Tomas',
  lastName: 'Vogel',
  company: 'Vogel Werke',
  jobTitle: 'Director of Logistics',
  country: 'DE',
  companySize: '250-999',
  budget: '20k-100k',
  timeline: 'this-quarter',
  'consent.product-education': 'on',
}

/** Somebody asks for a demo, and nobody in sales answers: the SLA gives him to somebody else, and takes him back before he is forgotten. */
export async function neglected(world: World): Promise<void> {
  await world.goTo('10:05', 1)
  const handoffId = await asksForDemo(world)
  const first = await world.handoff(handoffId)
  await world.tell(
    'Visitor',
    `${tomas.firstName} of ${tomas.company} asks for a demo, and is ${nameOf(first.owner)}’s at once`,
    [first.routedBy],
  )
  const breached = await seen(world, handoffId, 'the duty to answer to be breached', dayMs, ({ duties }) =>
    duties.find(({ id, breachedAt }) => id === 'accept' && breachedAt),
  )
  await world.tell(
    'Ripen',
    `finds no answer when the hour is over: ${nameOf(first.owner)}’s SLA is breached`,
    [],
    breached.breachedAt,
  )

  const passed = await seen(
    world,
    handoffId,
    'somebody else to get him',
    4 * dayMs,
    (one) => one.owner !== first.owner && one,
  )
  await world.tell(
    'Ripen',
    `gives him to ${nameOf(passed.owner)}: nobody of sales may sit on a lead`,
    [passed.routedBy],
    stepOf(passed, 'reassign'),
  )

  const back = await seen(world, handoffId, 'him to be taken back', 8 * dayMs, (one) => one.state === 'recycled' && one)
  const lead = await world.leadOnce(back.leadId, 'him to be nurtured on', ({ status }) => status !== 'with-sales')
  const goesOn = lead.enrolments.find(({ state }) => state === 'active')
  await world.tell(
    'Ripen',
    'takes him back after three working days: recycled, and not forgotten',
    [`status ${lead.status}${goesOn ? `, sequence ${goesOn.sequence}` : ''}`],
    stepOf(back, 'recycle'),
  )
}

async function asksForDemo(world: World): Promise<string> {
  const posted = await world.browse('/forms/demo-request', tomas)
  world.check(posted.status === 303, '303 to the thank-you page', `${posted.status} ${await posted.text()}`)
  const mail = await world.mail(tomas.email, 'confirm-subscription', atOnceMs)
  await world.browse(new URL(linkIn(mail, '/confirm/')).pathname, {})
  const own = await world.until(
    'his hand-off in the inbox of sales',
    atOnceMs,
    async () => {
      const { items } = await world.asStaff<{ items: { handoffId: string; leadId: string }[] }>(
        'sales',
        'GET',
        '/handoffs',
      )
      return items[0]
    },
    async () => 'none',
  )
  return own.handoffId
}

type Shown = Awaited<ReturnType<World['handoff']>>

function seen<Seen>(
  world: World,
  handoffId: string,
  what: string,
  withinMs: number,
  look: (one: Shown) => Seen | undefined | false,
): Promise<Seen> {
  return world.until(
    what,
    withinMs,
    async () => look(await world.handoff(handoffId)),
    async () => JSON.stringify(await world.handoff(handoffId)),
  )
}

/** When a step of the SLA was taken. */
function stepOf({ escalations }: Shown, what: string): string {
  const step = escalations.findLast((one) => one.what === what)
  if (!step) throw new NotSeen(`the step ${what} to be written down`, JSON.stringify(escalations))
  return step.at
}
