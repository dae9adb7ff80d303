import './virtual-clock.ts'
import { routes } from '../../core/routes.ts'
import { unsubscribeUrl } from '../../functions/consent/mail-links.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { ask } from '../fixtures/ask.ts'
import { aboutToRing, sceneAt, worldAt } from './scene.ts'
import { EveryOrder } from './every-order.ts'
import { Turns } from './turns.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
const scene = await sceneAt(4, { held: true })
const { leadId } = scene
console.log('scene', leadId)
const every = new EveryOrder()
let repeats = 0
for (let i = 1; i < 3000; i++) {
  const world = await worldAt(scene)
  const execution = await aboutToRing(world, { leadId, enrolmentId: 'white-paper.1' })
  const url = await unsubscribeUrl({ leadId, topic: 'product-education', sendId: sendIdOf(leadId, 'white-paper.1', 1) })
  const turns = new Turns()
  world.between = turns.between
  const r = await turns.race({ send: () => world.machines.ring(execution), withdraw: () => ask(withdrawConsent, routes.withdrawConsent, { params: { token: url.split('/').at(-1)! }, body: 'x=y' }) }, every.choose)
  if (every.isRepeat) repeats++
  if (i < 4) console.log(r.order.map((s) => s.name + ' ' + s.call.name.replace('Command', '') + (s.refused ? '!' : '')).join(', '), every.isRepeat)
  world.stop()
  if (!every.next()) { console.log('whole', i, repeats); break }
}
