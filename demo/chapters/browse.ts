import { atOnceMs, type World } from '../world.ts'

/** The website that `templates/sites/www.yaml` names. */
const origin = 'https://www.example.com'

/** Nora's browser, as the script calls it once she agreed: chance alone. */
export const herBrowser = '7k2mq9x4c1v8b6n3z5t0w2y7h4j9d1f6'

/** A visitor reads the website before anybody knows who she is; answers when she agreed that it may be remembered. */
export async function browse(world: World): Promise<string> {
  const before = await visits(world, ['/'])
  world.check(before.taken === 0 && before.why === 'no-consent', 'nothing to be stored before she agrees', before)
  await world.tell('Visitor', 'opens the company’s website; nothing is stored of her before she agrees')

  await world.goTo('18:33')
  const agreedAt = new Date(await world.ripen.now()).toISOString()
  const taken = await visits(world, ['/', '/cases/grocery'], agreedAt)
  world.check(taken.taken === 2, 'two visits to be stored', taken)
  await world.tell('Visitor', 'agrees to be remembered and reads on: the home page, the case of a grocer', [
    'kept for 30 days beside a number of her browser; no name, no address, no lead yet',
  ])
  await world.goTo('18:40')
  return agreedAt
}

/** What her browser was used for before is the lead's, now that a form said who she is. */
export async function tellJoined(world: World, leadId: string): Promise<void> {
  const paths = await world.until(
    'what she read before to be the lead’s',
    atOnceMs,
    async () => {
      const read = await pathsOf(world, leadId)
      return read.length === 2 && read
    },
    async () => JSON.stringify(await pathsOf(world, leadId)),
  )
  await world.tell('Ripen', 'knows now whose browser it was: what she read before is in her timeline', [
    paths.toReversed().join(', '),
  ])
}

/** What the website's script sends for pages that she reads; `consentedAt` is left out where she agreed to nothing. */
export async function visits(
  world: World,
  paths: readonly string[],
  consentedAt?: string,
): Promise<{ taken: number; why?: string }> {
  const response = await fetch(new URL('/events', world.ripen.url), {
    method: 'POST',
    headers: { origin, 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify({
      visitor: herBrowser,
      ...(consentedAt !== undefined && { consentedAt }),
      events: paths.map((path) => ({ type: 'page-visited', path, ago: 0 })),
    }),
  })
  world.check(response.status === 202, 'what the browser sends to be taken', response.status)
  return (await response.json()) as { taken: number; why?: string }
}

/** The pages in a lead's timeline, newest first. */
async function pathsOf(world: World, leadId: string): Promise<string[]> {
  return (await world.timeline(leadId)).flatMap(({ type, data }) =>
    type === 'page-visited' ? [String(data?.path)] : [],
  )
}
