import * as z from 'zod'
import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'
import type { Sms } from '../sms/sms.ts'
import { json, readQuery } from './panel-request.ts'

/** `GET /_local/sms`: the SMS that AWS would have sent. */
export class SmsCalls {
  readonly #sms: Sms

  constructor(sms: Sms) {
    this.#sms = sms
  }

  async list(request: Incoming): Promise<Reply> {
    const { to } = readQuery(request, z.object({ to: z.string().optional() }))
    const items = this.#sms.list(to).map(({ atMs, ...sms }) => ({ ...sms, at: new Date(atMs).toISOString() }))
    return json({ items })
  }
}
