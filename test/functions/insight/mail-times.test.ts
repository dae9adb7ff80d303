import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mailed } from '../../../core/insight/funnel/journey.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { routes } from '../../../core/routes.ts'
import { journeyKey, profileKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { handler } from '../../../functions/insight/list-mail-times.http.ts'
import { log } from '../../../functions/runtime/log.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { request } from '../../fixtures/a-request.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'

let table: TestTable
beforeEach(async () => {
  process.env.DEFAULT_ZONE = 'Europe/Berlin'
  log.setLogLevel('SILENT')
  table = await aTable()
})
afterEach(() => table.stop())

const asked = async (query: Record<string, string> = {}, groups = ['marketing']) => {
  const { status, body } = await request(handler, routes.listMailTimes, { query, groups })
  return { status, body: JSON.parse(body) }
}
async function everything(limit = '100'): Promise<object[]> {
  const found: object[] = []
  let cursor: string | undefined
  do {
    const { status, body } = await asked({ limit, ...(cursor && { cursor }) })
    expect(status).toBe(200)
    found.push(...body.items)
    cursor = body.next
  } while (cursor)
  return found
}
const came = '2026-11-02T09:00:00.000Z'
const clicked = '2026-11-02T15:00:00.000Z'

async function aLeadWith(n: number, mails: Record<string, Mailed>, profile: Partial<Profile> = {}): Promise<void> {
  const leadId = aLeadId(n)
  const { stage } = aProfile(profile)
  await putItem(profileKey(leadId), { ...aProfile({ leadId, ...profile }), byStage: stage })
  const journey = { reached: {}, sequences: [], mails, won: {} }
  await putItem(journeyKey(leadId), { journey, rev: 1 })
}

describe('when mails came', () => {
  it('is told of leads that ever clicked, in their zone, and names nobody', async () => {
    await aLeadWith(1, { 'paper/welcome': { delivered: came, clicked }, 'paper/more': { delivered: clicked } })
    await aLeadWith(2, { 'paper/welcome': { delivered: came, clicked } }, { zone: 'Asia/Tokyo', stage: 'mql' })
    await aLeadWith(3, { 'paper/welcome': { delivered: came } })
    await aLeadWith(4, { 'paper/welcome': { clicked } })
    const found = await everything()
    const mail = { came, clicked }
    expect(found).toHaveLength(2)
    expect(found).toEqual(
      expect.arrayContaining([
        { zone: 'Europe/Berlin', mails: [mail, { came: clicked }] },
        { zone: 'Asia/Tokyo', mails: [mail] },
      ]),
    )
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`@|${aLeadId(1)}`))
  })

  it('is told page by page, to marketing alone, and for no cursor of another list', async () => {
    for (const n of [1, 2, 3]) {
      await aLeadWith(n, { 'paper/welcome': { delivered: came, clicked } }, n === 3 ? { stage: 'customer' } : {})
    }
    expect(await everything('1')).toHaveLength(3)
    expect((await asked({}, ['sales'])).status).toBe(403)
    expect((await asked({ cursor: 'elsewhere' })).status).toBe(422)
    expect((await asked({ cursor: '9.' })).status).toBe(422)
    expect((await asked({ cursor: '1.rubbish' })).status).toBe(422)
  })
})
