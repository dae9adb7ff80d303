import { type Check, check } from './check.ts'
import { type Identity, identityCheck } from './identity-check.ts'

/** What was found out about mail that comes in, where a domain for replies is set; a part that could not be asked says why as an Error. */
export interface Receiving {
  readonly domain: string
  readonly region: string
  /** The rule that puts replies into their bucket, and its rule set, by their names. */
  readonly rule: { readonly ruleSet: string; readonly name: string }
  readonly identity: Identity | Error
  /** Does AWS have a server of this region that takes mail in? */
  readonly regionReceives: boolean | Error
  /** The domain's MX records; none where it has none. */
  readonly mx: readonly { readonly exchange: string; readonly priority: number }[] | Error
  /** The rule set that is active in this account and region; without a name where none is. */
  readonly active: ActiveRules | Error
}

interface ActiveRules {
  readonly name: string | undefined
  readonly rules: readonly {
    readonly name: string
    readonly enabled: boolean
    readonly scans: boolean
    readonly recipients: readonly string[]
  }[]
}

/** The server that takes mail in for SES in a region. */
export function receivingServer(region: string): string {
  return `inbound-smtp.${region}.amazonaws.com`
}

/** Do replies come to Ripen? In the order in which to mend it. */
export function receivingChecks(receiving: Receiving | undefined): Check[] {
  if (!receiving) {
    return [
      {
        id: 'replies',
        ok: true,
        detail: 'replies are not received: they go to the sender’s address, hold no sequence and score nothing',
        mend: 'to receive them set replies in infra/config.ts: docs/replies.md#set-it-up',
      },
    ]
  }
  const { region, regionReceives, identity } = receiving
  return [
    check(
      'replies-region',
      regionReceives,
      'choose a region in which SES receives (https://docs.aws.amazon.com/general/latest/gr/ses.html), or leave out replies in infra/config.ts',
      (is) => ({ ok: is, detail: `SES ${is ? 'receives' : 'does not receive'} mail in ${region}` }),
    ),
    identityCheck('replies-identity', identity),
    mxCheck(receiving),
    ruleCheck(receiving),
  ]
}

function mxCheck({ domain, region, mx }: Receiving): Check {
  const server = receivingServer(region)
  const mend = `publish this DNS record, and no other MX record of ${domain}:\n${domain} MX 10 ${server}`
  return check('replies-mx', mx, mend, (records) => {
    const first = Math.min(...records.map(({ priority }) => priority))
    const servers = records.filter(({ priority }) => priority === first).map(({ exchange }) => hostOf(exchange))
    const others = servers.filter((one) => one !== server)
    if (records.length === 0) return { ok: false, detail: `${domain} has no MX record` }
    if (others.length > 0) return { ok: false, detail: `mail to ${domain} goes to ${others.join(', ')}` }
    return { ok: true, detail: `mail to ${domain} goes to ${server}` }
  })
}

/** Names of hosts are the same in small and capital letters, with or without the last dot; an empty one takes no mail (RFC 7505). */
function hostOf(exchange: string): string {
  return exchange.toLowerCase().replace(/\.$/, '') || 'nobody'
}

function ruleCheck({ domain, rule: { ruleSet, name }, active }: Receiving): Check {
  const id = 'replies-rule'
  const setActive = `where nothing else in this account receives mail: aws ses set-active-receipt-rule-set --rule-set-name ${ruleSet}`
  if (active instanceof Error)
    return check(id, active, 'deploy again, in a region in which SES receives', () => ({ ok: false, detail: '' }))
  if (active.name === undefined) return { id, ok: false, detail: 'no receipt rule set is active', mend: setActive }
  if (active.name !== ruleSet) {
    const mend = `set replies.ruleSet in infra/config.ts to ${active.name} and deploy; or, ${setActive}`
    return { id, ok: false, detail: `the active receipt rule set is ${active.name}, not ${ruleSet}`, mend }
  }
  const rule = active.rules.find((one) => one.name === name)
  const wrong = !rule
    ? 'is not there'
    : !rule.enabled
      ? 'is turned off'
      : !rule.recipients.includes(domain)
        ? `is not for ${domain}`
        : !rule.scans
          ? 'does not have mails scanned for spam and viruses'
          : undefined
  return {
    id,
    ok: wrong === undefined,
    detail: `the rule ${name} of the active receipt rule set ${wrong ?? 'puts replies into their bucket'}`,
    mend: 'deploy again; where CloudFormation sees no change, mend the rule in the SES console: docs/replies.md#set-it-up',
  }
}
