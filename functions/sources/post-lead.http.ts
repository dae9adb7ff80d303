import { isDeepStrictEqual } from 'node:util'
import type { ListSource } from '../../core/lists/list-row.ts'
import { readRow } from '../../core/lists/wrong-row.ts'
import { toInstant } from '../../core/names.ts'
import { LeadPosted } from '../../core/sources/events.ts'
import { contentOfPost, postBytesAtMost, rowOfPost } from '../../core/sources/posted-lead.ts'
import { sourceRoutes } from '../../core/sources/routes.ts'
import { publish } from '../aws/bus.ts'
import { postIdOf } from '../leads/identity.ts'
import { atMost, type BodyReader, readJson } from '../runtime/body.ts'
import { now } from '../runtime/clock.ts'
import { answer, type Caller, onRequest } from '../runtime/on-request.ts'
import { notValid, type Problem } from '../runtime/problem.ts'
import { keyOrStaff } from './key-or-staff.ts'

const read: BodyReader = (given) => {
  atMost(given.bytes, postBytesAtMost)
  return readJson(given)
}

/** `POST /leads`: one durable write, then 202; the same for everybody, since nothing about a person is looked up here. */
export const handler = onRequest(
  sourceRoutes.postLead,
  async ({ body, caller }) => {
    const source = sourceOf(body.source, caller)
    const row = rowOfPost(body)
    const checked = readRow(row, now())
    if ('wrong' in checked) throw wrong(checked.pointer, checked.wrong)
    const { address } = checked
    const postId = await postIdOf(contentOfPost(address, source, body))
    await publish(LeadPosted, { postId, receivedAt: toInstant(now()), source, by: caller.name, address, row })
    return answer(202, { postId })
  },
  undefined,
  read,
  keyOrStaff,
)

/** Where the lead comes from: as the key says that it came with, else as the post does. */
function sourceOf(given: ListSource | undefined, { key }: Caller): ListSource {
  const source = key?.source ?? given
  if (!source) throw wrong('/source', 'say where this lead comes from: name and origin')
  if (given && !isDeepStrictEqual(given, source))
    throw wrong('/source', 'this API key posts leads of another source alone: leave it out, or say the same')
  return source
}

function wrong(pointer: string, detail: string): Problem {
  return notValid([{ pointer, detail }])
}
