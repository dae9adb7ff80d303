import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Journey } from '../core/insight/funnel/journey.ts'
import { cellsOf } from '../core/insight/funnel/read-model.ts'
import { toInstant } from '../core/names.ts'
import { seeded } from '../core/seeded.ts'
import { funnelCountKey } from '../functions/aws/keys.ts'
import { keyOfCell, layoutOfCells } from '../functions/insight/funnel-cells.ts'
import { packed } from '../functions/insight/packed.ts'
import { asStaff } from '../test/flows/target.ts'
import { aBenchRun, beginsAt, inParallel, nobody } from './a-bench-run.ts'
import { conclude, figure, interleave, median, quantile, rounded, roundsAsked } from './harness.ts'

/**
 * `GET /insight/funnel` over the API of the embedded run, on the read model of 100,000 leads of two years: the cells are those that counting them makes, and are put
 * as they are, since counting is not what is measured. A round asks each query a hundred times in a row; the 99th of them in the calmest round is promised,
 * since what else the machine does makes rounds slower and none faster.
 */

const leads = 100_000
const atMostMs = 50
const day = 86_400_000
const zone = 'Europe/Berlin'
const random = seeded(7)
const oneOf = (name: string, many: number) => `${name}-${Math.floor(random() ** 2 * many)}`

const { ripen, target } = await aBenchRun({})
const { cells, bytes } = await putReadModel()

const queries = {
  'all, a year': '',
  'by source, a year': '?by=source',
  'by campaign, a year': '?by=campaign',
  'by source, two years, each month apart': '?by=source&from=2024-12&to=2026-11&cohort=month',
  'by origin, two years': '?by=origin&from=2024-12&to=2026-11',
  'one form, a year, stage by stage': '?by=form&value=form-0',
}
/** What is asked for seldom, and is told without a promise. */
const seldom = { 'by source, a year, with the time each took': '?by=source&timeInStage=true' }
const asksOfRound = 100
const asked = Object.entries({ ...queries, ...seldom })
const timesOf: Record<string, number[][]> = Object.fromEntries(asked.map(([name]) => [name, []]))
const cpuOf: Record<string, number> = Object.fromEntries(asked.map(([name]) => [name, 0]))
const p99s = await interleave(
  roundsAsked(9),
  Object.fromEntries(asked.map(([name, query]) => [name, () => askedInARow(name, query)])),
)
await ripen.stop()
const rows = asked.map(([name]) => {
  const all = (timesOf[name] ?? []).flat().sort((a, b) => a - b)
  return {
    name,
    least: Math.min(...all),
    p50: median(all),
    p99: Math.min(...(p99s[name] ?? [])),
    'p99 of the median round': median(p99s[name] ?? []),
    // What one asking keeps the processors busy, of all threads together: the same whatever else the machine does.
    cpu: (cpuOf[name] ?? Number.NaN) / all.length,
  }
})
conclude(
  'funnel',
  Object.fromEntries(
    rows.map(({ name, ...times }) => [
      name,
      Object.fromEntries(Object.entries(times).map(([one, ms]) => [one, rounded(ms)])),
    ]),
  ),
  rows
    .filter(({ name }) => name in queries)
    .map(({ name, p99 }) =>
      figure(
        `${name}: p99 of the calmest round in ms at ${leads.toLocaleString('en')} leads`,
        p99,
        'at most',
        atMostMs,
      ),
    ),
  { rows, cells, bytes },
)
console.log(`${cells.toLocaleString('en')} cells of ${Math.round(bytes / cells)} bytes on average`)

/** Asks as often as a round has; answers the 99th of a hundred in ms. */
async function askedInARow(name: string, query: string): Promise<number> {
  const times: number[] = []
  const cpuBefore = process.cpuUsage()
  for (let count = 0; count < asksOfRound; count += 1) {
    const startMs = performance.now()
    const { status, body } = await asStaff(target, 'marketing', 'GET', `/insight/funnel${query}`)
    times.push(performance.now() - startMs)
    if (status !== 200 || (body.items as unknown[]).length === 0) throw new Error(`${name}: answered ${status}`)
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  timesOf[name]?.push(times)
  cpuOf[name] = (cpuOf[name] ?? 0) + (user + system) / 1_000
  return quantile(
    times.toSorted((a, b) => a - b),
    0.99,
  )
}

/** What counting the leads makes. It is left here: kept, it would be half of what the process's garbage collector goes through while others ask. */
async function putReadModel(): Promise<{ cells: number; bytes: number }> {
  const cells = cellsOf(Array.from({ length: leads }, aJourney), zone)
  const table = new DynamoDBClient({ endpoint: ripen.tableEndpoint, region: 'local', credentials: nobody })
  const put = (item: object) =>
    table.send(new PutItemCommand({ TableName: ripen.topology.tables[0]?.name, Item: marshall(item) }))
  let bytes = 0
  await inParallel(10, [...cells], async ([key, counts]) => {
    const [time = '', split = '', ...rest] = key.split('/')
    const value = rest.join('/')
    const pressed = packed(counts)
    bytes += pressed.length
    await put({ ...keyOfCell(1, time, split, value), time, value, batch: 1, counts: pressed })
  })
  await put({
    ...funnelCountKey,
    rev: 1,
    generation: 1,
    zone,
    layout: layoutOfCells,
    batch: 1,
    countedAt: toInstant(beginsAt),
  })
  return { cells: cells.size, bytes }
}

function aJourney(): Journey {
  const came = beginsAt - Math.floor(random() * 720) * day - Math.floor(random() * day)
  const after = (days: number) => toInstant(came + days * day)
  const mql = random() < 0.3 ? random() * 90 : undefined
  const sql = mql !== undefined && random() < 0.4 ? mql + random() * 20 : undefined
  const won = sql !== undefined && random() < 0.25 ? sql + random() * 90 : undefined
  const known = (days: number | undefined) => days !== undefined && came + days * day < beginsAt
  return {
    reached: {
      lead: after(0),
      ...(known(mql) && { mql: after(mql ?? 0) }),
      ...(known(sql) && { sql: after(sql ?? 0) }),
      ...(known(won) && { customer: after(won ?? 0) }),
    },
    // A third of them stood on a list before.
    ...(random() < 0.3 && { listed: { at: after(-30), source: oneOf('source', 20), origin: 'outbound' } }),
    came: { at: after(0), source: oneOf('source', 20), campaign: oneOf('campaign', 60), form: oneOf('form', 6) },
    sequences: [oneOf('sequence', 5)],
    won: known(won) ? { deal: { at: after(won ?? 0), revenue: Math.floor(random() * 50_000) } } : {},
  }
}
