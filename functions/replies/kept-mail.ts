import type { KeptReply } from '../../core/replies/kept-reply.ts'
import { readAtMostBytes } from '../../core/replies/read-mail.ts'
import type { ReceivedMail } from '../../core/replies/received-mail.ts'
import { getReceived } from '../aws/replies-bucket.ts'
import { readOrWhy } from './made-reply.ts'

/** What stands in its raw mail; why nobody can read it; undefined where it is gone, as when its lead was erased. */
export async function mailOf({ object }: KeptReply): Promise<ReceivedMail | string | undefined> {
  const raw = await getReceived(object, readAtMostBytes)
  return raw && readOrWhy(raw, raw.length)
}
