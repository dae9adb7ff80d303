import './virtual-clock.ts'
import { beforeAll, expect, it } from 'vitest'
import { type Resource, synthesizeDev } from '../infra/app.ts'
import { consumers, sweeps } from './consumers.ts'

let resources: Resource[]
beforeAll(() => {
  resources = Object.values(synthesizeDev().resources)
})

const fileOf = (description: unknown) => String(description).replace(/^(To )?functions\/|\.ts$/g, '')
const ofType = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties)

/**
 * Left out, since nothing that these stories are about comes of them: webhooks, of which none is set up, and what is counted for people to read, each with faults of its
 * own in test/functions/webhooks/deliveries.test.ts and test/functions/insight; models tried or published anew, which these stories don't.
 */
const isPlayed = (description: string) =>
  /^(To )?functions\/(?!webhooks\/|insight\/|scoring\/(run-trial|rescore-all)\.)/.test(description)

it('every rule of the stack has its consumer here, which hears the same events', () => {
  const rules = ofType('AWS::Events::Rule').filter(({ Description }) => isPlayed(String(Description)))
  const heard = rules.map(({ Description, EventPattern }) => [
    fileOf(Description),
    [...(EventPattern as { 'detail-type': string[] })['detail-type']].sort(),
  ])
  const here = consumers.map(({ name, hears }) => [name, [...hears].sort()])
  expect(here.sort()).toEqual(heard.sort())
})

it('every schedule by the minute runs here at its rate; what runs at night is left out', () => {
  const rates = ofType('AWS::Scheduler::Schedule').flatMap(({ Description, ScheduleExpression }) => {
    const minutes = /^rate\((\d+) minutes?\)$/.exec(String(ScheduleExpression))?.[1]
    return minutes && isPlayed(String(Description)) ? [[fileOf(Description), Number(minutes) * 60_000]] : []
  })
  expect(sweeps.map(({ name, everyMs }) => [name, everyMs]).sort()).toEqual(rates.sort())
})
