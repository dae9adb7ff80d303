import type * as z from 'zod/mini'
import { type LinkClaims, type LinkPurpose, linkClaims } from '../../core/consent/links.ts'
import { type PageLocale, pageLocale } from '../../core/consent/page-words.ts'
import { readToken } from '../../core/consent/tokens.ts'
import { toInstant } from '../../core/names.ts'
import { profileKey } from '../aws/keys.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { escapeHtml, page } from '../runtime/page.ts'
import { Problem } from '../runtime/problem.ts'

/** A link that was signed by us for this purpose. */
export interface ReadLink<Purpose extends LinkPurpose> {
  readonly claims: LinkClaims<Purpose>
  readonly signedAt: string
  readonly expired: boolean
}

/** Reads the token of a link in a mail; throws a {@link Problem} 404 for one that is not ours or was made for something else. */
export async function readLink<Purpose extends LinkPurpose>(
  purpose: Purpose,
  token: string,
): Promise<ReadLink<Purpose>> {
  const read = readToken(token, purpose, await tokenKeys(), now())
  const schema: z.ZodMiniType<LinkClaims<Purpose>> = linkClaims[purpose] as never
  const claims = read.state === 'bad' ? undefined : schema.safeParse(read.claims)
  if (read.state === 'bad' || !claims?.success) throw new Problem(404, 'There is nothing at this address.')
  return { claims: claims.data, signedAt: toInstant(read.signedAtMs), expired: read.state === 'expired' }
}

/** The language to speak to a reader: the lead's own, or what the browser asks for where the lead is not known (any more). */
export async function readersLocale(
  leadId: string,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<PageLocale> {
  const profile = await getItem(profileKey(leadId), { consistent: false })
  const asked = (headers['accept-language'] ?? '').split(/[,;]/)[0]?.trim()
  return pageLocale(String(profile?.locale ?? (asked || 'en')))
}

/** A page with a heading and content that is HTML already. */
export function linkPage(locale: PageLocale, title: string, content: string): string {
  return page({ title, locale, body: `<h1>${escapeHtml(title)}</h1>\n${content}` })
}

export function paragraph(text: string, kind?: 'note'): string {
  return `<p${kind ? ` class="${kind}"` : ''}>${escapeHtml(text)}</p>`
}

/** Says what was done, also to who can't see the page change. */
export function said(text: string): string {
  return `<p role="status">${escapeHtml(text)}</p>`
}
