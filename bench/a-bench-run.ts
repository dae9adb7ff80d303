import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Profile } from '../core/leads/lead.ts'
import type { LeadState } from '../core/leads/lead-status.ts'
import type { Ripen, RipenOptions } from '../local/run.ts'
import { aLead } from '../test/fixtures/a-lead.ts'
import { putLead } from '../test/fixtures/click-and-inbox.ts'
import { aRun } from '../test/flows/a-run.ts'
import { localTarget } from '../test/flows/local-target.ts'
import { type Folder, publishFolder } from '../test/flows/publish.ts'
import type { Target } from '../test/flows/target.ts'

/** A Monday at noon in Berlin: virtual time of every bench begins here. */
export const beginsAt = Date.parse('2026-11-23T11:00:00Z')

export interface BenchRun {
  readonly ripen: Ripen
  readonly target: Target
  /** Puts leads who consented, without a form: what a bench does not measure it need not play. */
  readonly addLeads: (count: number, of?: Partial<Profile>) => Promise<LeadState[]>
}

/** An embedded run with this content, unpaced, whose clock stands still unless told otherwise. */
export async function aBenchRun(content: Folder, options: Partial<RipenOptions> = {}): Promise<BenchRun> {
  const ripen = await aRun({ startAt: beginsAt, functionEnvironment: { SEND_RATE: '1000' }, ...options })
  const target = localTarget(ripen.url)
  await publishFolder(target, content)
  const table = new DynamoDBClient({ endpoint: ripen.tableEndpoint, region: 'local', credentials: nobody })
  let added = 0
  return {
    ripen,
    target,
    addLeads: async (count, of = {}) => {
      const leads = Array.from({ length: count }, (_, index) => leadNumber(added + index + 1, of))
      added += count
      await inParallel(10, leads, (lead) => putLead(table, ripen.topology.tables[0]?.name, lead))
      return leads
    },
  }
}

export const nobody = { accessKeyId: 'local', secretAccessKey: 'local' }

/** Does `act` for all of these, so many at a time. */
export async function inParallel<Item>(
  atOnce: number,
  items: readonly Item[],
  act: (item: Item, index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await act(items[index] as Item, index)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function leadNumber(n: number, of: Partial<Profile>): LeadState {
  const leadId = `bench${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`.padEnd(32, '7')
  const at = new Date(beginsAt - 86_400_000).toISOString()
  const fields = { firstName: `Lead ${n}`, company: 'Example', country: 'DE' }
  // Parked with a date, as the enroller leaves a lead that no sequence takes: else it would settle each one at its first fact.
  const parked = { reason: 'new' as const, until: new Date(beginsAt + 90 * 86_400_000).toISOString() }
  const profile = {
    leadId,
    email: `lead@company-${n}.example`,
    fields,
    createdAt: at,
    lastActivityAt: at,
    parked,
    ...of,
  }
  const consent = { 'product-education': { state: 'granted' as const, decidedAt: at, evidence: 'bench' } }
  return aLead({ profile, mailbox: { consent } })
}
