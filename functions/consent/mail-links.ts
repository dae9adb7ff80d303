import { signToken } from '../../core/consent/tokens.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'

/** The links that a marketing mail carries. */
export interface MailLinks {
  readonly unsubscribeUrl: string
  readonly preferencesUrl: string
}

/** Links to leave this topic and to choose topics, signed for this lead and mail; no address stands in them. */
export async function mailLinks(mail: { leadId: string; topic: string; sendId: string }): Promise<MailLinks> {
  const keys = await tokenKeys()
  const { leadId, topic, sendId } = mail
  const unsubscribe = signToken('unsubscribe', { leadId, topic, sendId }, keys, now())
  const preferences = signToken('preferences', { leadId, sendId }, keys, now())
  return {
    unsubscribeUrl: `${env('API_URL')}/u/${unsubscribe}`,
    preferencesUrl: `${env('API_URL')}/preferences/${preferences}`,
  }
}

/** "One HTTPS URL" and the header that makes it one click (RFC 8058). */
export function unsubscribeHeaders(unsubscribeUrl: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}
