import { clock } from '../fixtures/a-clock.ts'
import { Lead, otherAddress } from './lead.ts'
import { Moments } from './moments.ts'
import { Providers } from './provider.ts'
import { Sales } from './sales.ts'
import { taskOf } from './ses.ts'
import { type Story, type StoryName, stories } from './stories.ts'
import { startMs } from './virtual-clock.ts'
import { type Options, World } from './world.ts'

const hour = 3_600_000

/** The world of a story before anything happens in it. */
export function worldOf(name: StoryName, options: Options = {}): World {
  const { form: way }: Story = stories[name]
  return new World({ ...options, ...(way && { way }) })
}

/** Everybody in a story, and what they were told is done. */
export class People {
  readonly moments: Moments
  readonly #world: World
  readonly #story: Story
  readonly #lead: Lead

  constructor(world: World, name: StoryName) {
    this.#world = world
    this.#story = stories[name]
    this.moments = new Moments(() => world.faults.calls.length)
    this.moments.onAdd = ({ what }) => {
      if (what === 'accepted') world.timeline.after(hour, async () => this.#lead.leaves())
    }
    this.#lead = new Lead(world, this.#story, this.moments)
    const sales = new Sales(world, this.#story, this.moments)
    const providers = new Providers(world, this.#story, this.moments)
    world.onPost = (posted) => providers.takes(posted)
    world.onMail = (mail) => {
      if (taskOf(mail)) this.#lead.isToBeCalled(mail)
      ;(mail.tags.basis === 'staff' ? sales : this.#lead).reads(mail)
    }
  }

  /** The whole story; an hour after its end all that clocks and sweeps do by themselves is done. */
  async play(): Promise<void> {
    const { timeline } = this.#world
    this.begin()
    await timeline.until(startMs + 11 * hour)
    if (!this.#isOver()) await this.#triesOnceMore()
    await timeline.until(clock.ms + hour)
  }

  /** Posts the form; all else follows from that. */
  begin(): void {
    const { alsoPosts, browses, isPosted, atSecond } = this.#story
    const later = (ms: number, act: () => void) => this.#world.timeline.after(ms, async () => act())
    if (browses) this.#lead.browses()
    this.#lead.posts()
    if (alsoPosts) later(300, () => this.#lead.subscribes())
    if (isPosted) later(300, () => this.#lead.isPosted())
    if (atSecond === 'is-merged') later(300, () => this.#lead.subscribes(otherAddress))
  }

  #isOver(): boolean {
    const isGone = this.moments.has('erased') && !this.#story.comesBack
    return ['withdrawn', 'complained', 'stopped'].some((what) => this.moments.has(what as 'withdrawn')) || isGone
  }

  /** Whoever could not confirm, since the mail never came, posts again the next day; in the end everybody leaves. */
  async #triesOnceMore(): Promise<void> {
    const { timeline } = this.#world
    timeline.after(20 * hour, async () => {
      if (this.moments.all.findLast(({ what }) => what === 'posted' || what === 'confirmed')?.what === 'posted') {
        this.#lead.posts()
      }
    })
    timeline.after(34 * hour, async () => {
      if (!this.#isOver()) this.#lead.leaves()
    })
    await timeline.until(startMs + 47 * hour)
  }
}
