import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { originAllowed } from '../../core/capture/form-submitted.ts'
import { formsKind } from '../../core/content/schemas.ts'
import { slug } from '../../core/names.ts'
import { env } from '../aws/env.ts'
import { current } from '../content/published.ts'
import { log } from '../runtime/log.ts'

/**
 * CORS headers from the form's published origins: any website's pages may read the answer where the form names none. The answer is the same for everybody;
 * a page of another origin just can't read it.
 */
export async function corsOfForm({ pathParameters, headers }: APIGatewayProxyEventV2): Promise<Record<string, string>> {
  const { origin } = headers ?? {}
  try {
    const formId = slug.safeParse(pathParameters?.formId)
    const form = formId.success ? await current(formsKind, formId.data) : undefined
    if (!form?.value.origins) return { 'access-control-allow-origin': '*' }
    const allowed = origin !== undefined && originAllowed(form.value, origin, env('API_URL'))
    return { vary: 'origin', ...(allowed && { 'access-control-allow-origin': origin }) }
  } catch (error) {
    log.warn('an answer goes without CORS headers', { error: error as Error })
    return {}
  }
}
