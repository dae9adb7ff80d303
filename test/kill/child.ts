import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ses } from '../../local/mail/ses.ts'
import { startRipen } from '../../local/run.ts'

// The run that is killed: `node test/kill/child.ts <data folder> <port> <templates>`; tells its parent where it is reached, and ends with it.
process.env.TZ = 'UTC'
process.on('disconnect', () => process.exit(1))
const [, , data = '', port = '0', templates = ''] = process.argv
diesBefore(templates.split(','))
/** A Tuesday, before business hours in Berlin. */
const startAt = Date.parse('2026-12-01T07:00:00Z')
const { url, tableEndpoint, topology } = await startRipen({ data, port: Number(port), speed: 0, startAt })
process.send?.({ url, tableEndpoint, table: topology.tables[0]?.name ?? '' })

/** Kills this process once for each of these templates, at the worst moment for a mail: it is claimed, and SES has not taken it yet. */
function diesBefore(names: readonly string[]): void {
  const { send } = Ses.prototype
  Ses.prototype.send = function (this: Ses, body) {
    const { EmailTags = [] } = body as { EmailTags?: { Name: string; Value: string }[] }
    const template = EmailTags.find(({ Name }) => Name === 'template')?.Value ?? ''
    const mark = join(data, `died-before-${template}`)
    if (names.includes(template) && !existsSync(mark)) {
      writeFileSync(mark, '')
      process.kill(process.pid, 'SIGKILL')
    }
    return send.call(this, body)
  }
}
