import { currentKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { finishRelease, readRelease } from './release-items.ts'

/** Finishes the release whose mark is still on a content, where its function died after the moment. */
export async function finishReleaseOf(type: string, id: string): Promise<void> {
  const marked = (await getItem(currentKey(type, id)))?.release
  const release = typeof marked === 'string' ? await readRelease(marked) : undefined
  if (release?.state === 'live') await finishRelease(release)
}
