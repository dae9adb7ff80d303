import { nameOfConsent } from '../../core/capture/form.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import type { Known, KnownEmail, Reference } from '../../core/content/references.ts'
import { formsKind } from '../../core/content/schemas.ts'
import { currentKey } from '../aws/keys.ts'
import { getItem, type Item } from '../aws/table.ts'
import { allProviders } from '../outreach/provider-items.ts'
import { readUser, teamMembers } from '../staff/directory.ts'
import { currentItem, readStanding } from './content-items.ts'
import { pointerFrom } from './pointers.ts'
import { allCurrent, emailVersion } from './published.ts'

/** What of these references is live now: read strongly, not from what was kept. */
export async function knownFor(references: readonly Reference[]): Promise<Known> {
  const emails = new Map<string, KnownEmail>()
  const forms = new Set<string>()
  for (const { kind, id } of references) {
    if (kind === 'email' && !emails.has(id)) {
      const email = await liveEmail(id)
      if (email) emails.set(id, email)
    }
    if (kind === 'form' && (await livePointer('forms', id))) forms.add(id)
  }
  const outreach = await knownOutreach(references)
  if (!references.some(({ kind }) => kind === 'topic')) return { emails, forms, ...outreach }
  const topics = (await allCurrent(formsKind)).flatMap(({ value }) => value.consent.map(nameOfConsent))
  return { emails, forms, topics: new Set(topics), ...outreach }
}

/** The providers that there are, and who of those named is active staff or has some in its team; read only where a step names them. */
async function knownOutreach(references: readonly Reference[]): Promise<Pick<Known, 'providers' | 'staff'>> {
  const named = references.flatMap(({ kind, id }) => (kind === 'staff' ? [id] : []))
  const staff: string[] = []
  for (const one of new Set(named)) {
    if ((await readUser(one))?.active || (await teamMembers(one)).some(({ active }) => active)) staff.push(one)
  }
  const providers = references.some(({ kind }) => kind === 'provider')
    ? new Map((await allProviders()).map(({ providerId, channels }) => [providerId, channels] as const))
    : undefined
  return { ...(named.length > 0 && { staff: new Set(staff) }), ...(providers && { providers }) }
}

/** The references to what is not live, but drafted. */
export async function draftedOnly(references: readonly Reference[], known: Known): Promise<Reference[]> {
  const drafted: Reference[] = []
  for (const reference of references) {
    const { kind, id } = reference
    if (kind !== 'email' && kind !== 'form') continue
    if (kind === 'email' ? known.emails.has(id) : known.forms.has(id)) continue
    const { draft } = await readStanding(kind === 'email' ? 'emails' : 'forms', id)
    if (draft) drafted.push(reference)
  }
  return drafted
}

async function livePointer(type: ContentType, id: string): Promise<Item | undefined> {
  return (await pointerFrom(await getItem(currentKey(type, id)))).live
}

async function liveEmail(id: string): Promise<KnownEmail | undefined> {
  const item = await livePointer('emails', id)
  if (!item) return undefined
  const { version, locales } = currentItem.parse(item)
  const first = locales[0] === undefined ? undefined : await emailVersion(id, version, locales[0])
  return first && { class: first.email.class, topic: first.email.topic }
}
