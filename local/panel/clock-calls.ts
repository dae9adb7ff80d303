import * as z from 'zod'
import { durationMs } from '../../core/duration.ts'
import type { VirtualClock } from '../clock.ts'
import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'
import type { Timeline } from '../timeline.ts'
import { isFormPost, json, readBody, redirect } from './panel-request.ts'

const advance = z
  .string()
  .regex(/^\d{1,6}[smhdw]$/, 'write how far as a whole number and one of s, m, h, d, w, for example "3d"')
  .transform(durationMs)

const move = z.union([
  z.strictObject({ advance }),
  // For programs that know the time they want.
  z.strictObject({ to: z.iso.datetime({ offset: true }).transform((at) => Date.parse(at)) }),
])

/** `GET` and `POST /_local/clock`, `POST /_local/settle`: the virtual time, and moving it on. */
export class ClockCalls {
  readonly #clock: VirtualClock
  readonly #timeline: Timeline

  constructor(options: { clock: VirtualClock; timeline: Timeline }) {
    this.#clock = options.clock
    this.#timeline = options.timeline
  }

  async show(): Promise<Reply> {
    return json(this.#now())
  }

  /** Answers once all that fell due on the way was done, in its order. */
  async move(request: Incoming): Promise<Reply> {
    const asked = readBody(request, isFormPost(request) ? z.object({ advance }) : move)
    const span = 'advance' in asked ? asked.advance : Math.max(0, asked.to - this.#clock.now())
    await this.#timeline.advance(span)
    return isFormPost(request) ? redirect('/_local/') : json(this.#now())
  }

  /** Answers once nothing is left to do at the present virtual time. */
  async settle(): Promise<Reply> {
    await this.#timeline.advance(0)
    return json(this.#now())
  }

  #now() {
    return { now: new Date(this.#clock.now()).toISOString(), speed: this.#clock.speed }
  }
}
