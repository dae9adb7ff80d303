import { type Check, check } from './check.ts'

/** A domain as SES knows it. */
export interface Identity {
  readonly domain: string
  readonly verified: boolean
  readonly dkim: string
  /** SES's DKIM tokens: each is a CNAME record of the domain. */
  readonly tokens: readonly string[]
}

/** Has the domain proved to SES whose it is? SES sends from no other, and receives for no other. */
export function identityCheck(id: string, identity: Identity | Error): Check {
  return check(id, identity, identity instanceof Error ? 'deploy again' : dkimRecords(identity), (is) => ({
    ok: is.verified && is.dkim === 'SUCCESS',
    detail: `${is.domain} is ${is.verified ? '' : 'not '}verified; DKIM: ${is.dkim}`,
  }))
}

/** The DNS records that prove the domain to SES (Easy DKIM). */
function dkimRecords({ domain, tokens }: Identity): string {
  const records = tokens.map((token) => `${token}._domainkey.${domain} CNAME ${token}.dkim.amazonses.com`)
  return ['publish these DNS records, then wait for SES:', ...records].join('\n')
}
