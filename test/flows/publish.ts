import { isAgreedOn, sides } from '../../core/content/approvals.ts'
import { contentParts } from '../../core/content/content-parts.ts'
import { asStaff, ifMatch, type Target } from './target.ts'

/** Content as the folder of templates holds it: text by path, for example `emails/welcome/en.md`. */
export type Folder = Readonly<Record<string, string>>

/** Drafts and publishes a folder through the API, in the order in which things refer to each other. */
export async function publishFolder(target: Target, folder: Folder): Promise<void> {
  for (const { type, id, files } of contentParts(folder)) await publish(target, type, id, files)
}

/** Drafts and publishes one piece of content as marketing, with the approvals of both sides where it needs them; throws Error with the problems when it is refused. */
export async function publish(target: Target, type: string, id: string, files: Record<string, string>): Promise<void> {
  const path = `/content/${type}/${id}`
  const before = await asStaff(target, 'marketing', 'GET', path)
  const drafted = await asStaff(target, 'marketing', 'PUT', path, { files }, ifMatch(before))
  if (drafted.status !== 200)
    throw new Error(`${path}: drafting answered ${drafted.status} ${JSON.stringify(drafted.body)}`)
  if (isAgreedOn(type)) {
    for (const side of sides) {
      const agreed = await asStaff(target, side, 'POST', `${path}/approve`, {}, ifMatch(drafted))
      if (agreed.status !== 200)
        throw new Error(`${path}: ${side} approving answered ${agreed.status} ${JSON.stringify(agreed.body)}`)
    }
  }
  const published = await asStaff(
    target,
    'marketing',
    'POST',
    `${path}/publish`,
    type === 'sequences' ? { inFlight: 'stay' } : {},
    ifMatch(drafted),
  )
  if (published.status !== 200) {
    throw new Error(`${path}: publishing answered ${published.status} ${JSON.stringify(published.body)}`)
  }
}
