import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { sitesKind } from '../../core/content/schemas.ts'
import { type Site, siteOf } from '../../core/website/site.ts'
import { allCurrent } from '../content/published.ts'
import { log } from '../runtime/log.ts'

/** The published site that this page belongs to. */
export async function siteOfOrigin(origin: string | undefined): Promise<Site | undefined> {
  const sites = await allCurrent(sitesKind)
  return siteOf(
    sites.map(({ value }) => value),
    origin,
  )
}

/** CORS headers for pages of the published sites; a page of any other may read nothing. */
export async function corsOfSites({ headers }: APIGatewayProxyEventV2): Promise<Record<string, string>> {
  const { origin } = headers ?? {}
  try {
    const allowed = origin !== undefined && (await siteOfOrigin(origin)) !== undefined
    return { vary: 'origin', ...(allowed && { 'access-control-allow-origin': origin }) }
  } catch (error) {
    log.warn('an answer goes without CORS headers', { error: error as Error })
    return {}
  }
}
