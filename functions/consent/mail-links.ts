import { signToken, type TokenClaims, type TokenPurpose } from '../../core/consent/tokens.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'

/** Link to leave this topic with one click, signed for this lead and mail; no address stands in it. */
export async function unsubscribeUrl(mail: { leadId: string; topic: string; sendId: string }): Promise<string> {
  const { leadId, topic, sendId } = mail
  return `${env('API_URL')}/u/${await signed('unsubscribe', { leadId, topic, sendId })}`
}

/** Link to choose topics. */
export async function preferencesUrl({ leadId, sendId }: { leadId: string; sendId: string }): Promise<string> {
  return `${env('API_URL')}/preferences/${await signed('preferences', { leadId, sendId })}`
}

/** Says to the website who comes by a link in this mail. */
export function visitSign({ leadId, sendId }: { leadId: string; sendId: string }): Promise<string> {
  return signed('click', { leadId, sendId })
}

/** Link to a gated file, for this lead alone. */
export async function fileUrl(link: { leadId: string; sendId: string; file: string }): Promise<string> {
  const { leadId, sendId, file } = link
  return `${env('API_URL')}/files/${await signed('file', { leadId, sendId, file })}`
}

/** Link to a form that asks nothing that this lead has said before. */
export async function formUrl(link: { leadId: string; sendId: string; form: string }): Promise<string> {
  const { leadId, sendId, form } = link
  return `${env('API_URL')}/forms/${form}?for=${await signed('form', { leadId, sendId })}`
}

async function signed(purpose: TokenPurpose, claims: TokenClaims): Promise<string> {
  return signToken(purpose, claims, await tokenKeys(), now())
}

/** Link to confirm a request: these topics, asked for with this form, proven by this evidence. Good for 14 days. */
export async function confirmUrl(request: {
  leadId: string
  topics: readonly string[]
  evidence: string
  form: string
  formVersion: number
}): Promise<string> {
  const { leadId, topics, evidence, form, formVersion } = request
  const claims = { leadId, topics: topics.join(','), evidence, form, formVersion }
  return `${env('API_URL')}/confirm/${await signed('confirm', claims)}`
}

/** Does this link lead to one of the pages above? SES must not lead its reader through a server of its own. */
export function isOwnLink(url: string): boolean {
  return ['/u/', '/preferences/', '/confirm/'].some((path) => url.startsWith(env('API_URL') + path))
}

/** "One HTTPS URL" and the header that makes it one click (RFC 8058). */
export function unsubscribeHeaders(unsubscribeUrl: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}
