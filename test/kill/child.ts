import { startRipen } from '../../local/run.ts'

// The run that is killed: `node test/kill/child.ts <data folder> <port>`; tells its parent where it is reached, and ends with it.
process.env.TZ = 'UTC'
process.on('disconnect', () => process.exit(1))
const [, , data = '', port = '0'] = process.argv
const startAt = Date.parse('2026-12-01T09:00:00Z')
const ripen = await startRipen({ data, port: Number(port), speed: 0, startAt, publishSamples: false })
const { url, tableEndpoint, topology } = ripen
// The web mailbox loads half a second with the first mail, between its claim and its acceptance: kills are to hit other moments, too.
await fetch(`${url}/_local/mailbox/`)
process.send?.({ url, tableEndpoint, table: topology.tables[0]?.name ?? '' })
