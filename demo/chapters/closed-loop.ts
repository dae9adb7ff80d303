import { CrmFake } from '../crm-fake.ts'
import { NotSeen, nameOf, type World } from '../world.ts'
import { nora } from './capture.ts'

/** A CRM that Ripen tells of hand-offs, and that tells Ripen what came of them. */
export interface ConnectedCrm {
  readonly fake: CrmFake
  /** What its own reports are signed with. */
  readonly secret: string
}

/** Both ways are set up by the API; each secret is shown once. */
export async function connectCrm(world: World): Promise<ConnectedCrm> {
  await world.goTo('15:40')
  const fake = new CrmFake()
  const url = await fake.listen()
  const hook = { url, types: ['handoff.changed'], contact: 'mark' }
  const made = await world.asStaff<{ secret: string }>('admin', 'PUT', '/webhooks/crm', hook)
  fake.signedWith = made.secret
  const source = await world.asStaff<{ secret: string }>('admin', 'PUT', '/outcome-sources/crm', {})
  await world.tell(
    'Admin',
    'connects the CRM: told of hand-offs by signed webhooks, it reports outcomes back, signed',
    [],
  )
  return { fake, secret: source.secret }
}

/** Weeks later it is the CRM that knows how it ended: the sale closes the loop. */
export async function wins(world: World, leadId: string, { fake, secret }: ConnectedCrm): Promise<void> {
  const accepted = fake.told.find(({ data }) => data.leadId === leadId && data.cause === 'accepted')
  if (!accepted || fake.refused > 0)
    throw new NotSeen('the CRM to be told that she was accepted', JSON.stringify(fake.told))
  const { handoffId, owner } = accepted.data
  const report = async (data: object) => {
    const answer = await fake.report(`${world.ripen.url}/outcomes/crm`, secret, { handoffId, ...data })
    world.check(answer.status === 200, 'the report of the CRM to be stored', `${answer.status} ${await answer.text()}`)
  }
  await world.goTo('15:00', 2)
  await report({ result: 'opportunity', reference: 'deal-1042' })
  await world.tell(
    'CRM',
    `was told by a signed webhook that ${nameOf(owner)} has her; it reports an opportunity: deal-1042`,
  )
  await world.goTo('16:20', 5)
  await report({ result: 'won', revenue: 48_000, reference: 'deal-1042' })
  const lead = await world.leadOnce(leadId, 'the lead to be a customer', ({ status }) => status === 'customer')
  await world.tell('CRM', `reports the deal with ${nora.company} as won, 48,000: signed, and stored once`, [
    `stage ${lead.stage}, status ${lead.status}; sales closed what the form of 1 December began`,
  ])
}
