import './virtual-clock.ts'
import { routes } from '../../core/routes.ts'
import { handler as acceptHandoff } from '../../functions/handoff/accept-handoff.http.ts'
import { handler as recycleHandoff } from '../../functions/handoff/recycle-handoff.http.ts'
import { handler as postTaskAnswer } from '../../functions/outreach/post-task-answer.http.ts'
import { browser } from '../fixtures/a-request.ts'
import type { Moment, Moments } from './moments.ts'
import { handoffOf, type Mail, taskOf } from './ses.ts'
import type { Story } from './stories.ts'
import type { World } from './world.ts'

/** Anna of sales, who answers a hand-off twenty minutes after any mail about it, once. */
export class Sales {
  readonly #world: World
  readonly #story: Story
  readonly #moments: Moments
  readonly #answered = new Set<string>()

  constructor(world: World, story: Story, moments: Moments) {
    this.#world = world
    this.#story = story
    this.#moments = moments
  }

  reads(mail: Mail): void {
    const task = taskOf(mail)
    if (task) this.#world.timeline.after(20 * 60_000, async () => this.#calls(task))
    const handoffId = handoffOf(mail)
    if (handoffId) this.#world.timeline.after(20 * 60_000, async () => this.#answers(handoffId))
  }

  /** Calls, and says so on the page behind the mail. A task that is over or gone by then is answered in vain. */
  #calls({ taskId, token }: NonNullable<ReturnType<typeof taskOf>>): void {
    const asked = { params: { token }, headers: browser, body: 'answer=done' }
    this.#world.asks('post-task-answer.http', postTaskAnswer, routes.postTaskAnswer, asked, ({ status }) => {
      if (status === 200) this.#moments.add('called', taskId)
    })
  }

  #answers(handoffId: string): void {
    if (this.#answered.has(handoffId)) return
    this.#answered.add(handoffId)
    const recycles = this.#story.isRecycled && handoffId.endsWith('.1')
    const asked = { params: { handoffId }, groups: ['sales'] }
    const settled = (what: Moment['what']) => () => this.#moments.add(what, handoffId)
    if (recycles) {
      const body = { reason: 'no budget this year' }
      this.#world.asks('recycle', recycleHandoff, routes.recycleHandoff, { ...asked, body }, settled('recycled'))
    } else this.#world.asks('accept', acceptHandoff, routes.acceptHandoff, asked, settled('accepted'))
  }
}
