import { Resolver } from 'node:dns/promises'
import { DescribeActiveReceiptRuleSetCommand, SESClient } from '@aws-sdk/client-ses'
import { receivingServer } from '../../core/insight/receiving-checks.ts'

/** SES's first API: its second knows no receipt rules. */
export const mailReceiving = new SESClient({})

/** Slower answers than these 4 s would keep whoever asks waiting. */
const resolver = new Resolver({ timeout: 2_000, tries: 2 })

/** The MX records of a domain; none where there are none. */
export async function readMx(domain: string): Promise<{ exchange: string; priority: number }[]> {
  return (await found(resolver.resolveMx(domain))) ?? []
}

/** Does SES receive in this region? Then there is a server that takes mail in: AWS's list of such regions grows. */
export async function regionReceives(region: string): Promise<boolean> {
  return (await found(resolver.resolve4(receivingServer(region)))) !== undefined
}

/** The rule set that is active in this account and region, and its rules. */
export async function readActiveRules() {
  const { Metadata, Rules = [] } = await mailReceiving.send(new DescribeActiveReceiptRuleSetCommand({}))
  return {
    name: Metadata?.Name,
    rules: Rules.map(({ Name = '', Enabled, ScanEnabled, Recipients = [] }) => ({
      name: Name,
      enabled: Enabled === true,
      scans: ScanEnabled === true,
      recipients: Recipients,
    })),
  }
}

/** What the DNS has; undefined where it has nothing of the kind. Other errors are told apart by their names. */
async function found<Records>(asked: Promise<Records>): Promise<Records | undefined> {
  try {
    return await asked
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (code === 'ENODATA' || code === 'ENOTFOUND') return undefined
    throw Object.assign(new Error('the DNS did not answer'), { name: code })
  }
}
