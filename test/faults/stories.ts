import type { Way } from './ways.ts'

/** How one story differs from the plain one: form, confirmation, two mails with a click on each, hand-off, accept, and an hour later a withdrawal. */
export interface Story {
  /** What happens when the second mail is there. */
  readonly atSecond?: 'withdraws' | 'is-erased' | 'complains' | 'replies' | 'says-stop' | 'is-merged'
  /** Who was erased posts the form again, two hours later. */
  readonly comesBack?: boolean
  /** Posts a second form at the same time. */
  readonly alsoPosts?: 'newsletter'
  /** Sales gives the lead back the first time. */
  readonly isRecycled?: boolean
  /** Posts this form in place of the usual one: its sequence has a person call and an SMS sent, a link to a file, or messages of providers. */
  readonly form?: Way
  /** What the first of two providers reports: it was delivered, twice, and later that it failed; the same once nobody waits; that the person says stop. */
  readonly reports?: 'delivered' | 'late' | 'stop'
  /** What happens when a person is told of the task. */
  readonly atTask?: 'is-erased' | 'complains'
  /** A browser that the form says to be the lead's tells of pages, before and after. */
  readonly browses?: boolean
  /** A partner posts the same person, with consent to another topic. */
  readonly isPosted?: boolean
  /** The lead of another address of the same person, merged into this one, is taken out of it again two hours later. */
  readonly isUnmerged?: boolean
}

export const stories = {
  'withdraws-late': {},
  'withdraws-early': { atSecond: 'withdraws' },
  'is-erased': { atSecond: 'is-erased' },
  complains: { atSecond: 'complains' },
  'comes-back': { atSecond: 'is-erased', comesBack: true },
  replies: { atSecond: 'replies' },
  'says-stop': { atSecond: 'says-stop' },
  'is-recycled': { isRecycled: true, alsoPosts: 'newsletter' },
  'is-called-and-texted': { form: 'talk' },
  'is-erased-with-a-task': { form: 'talk', atTask: 'is-erased' },
  'complains-with-a-task': { form: 'talk', atTask: 'complains' },
  'browses-and-is-posted': { browses: true, isPosted: true },
  'is-merged': { atSecond: 'is-merged' },
  'is-unmerged': { atSecond: 'is-merged', isUnmerged: true },
  downloads: { form: 'guide' },
  'downloads-and-is-erased': { form: 'guide', atSecond: 'is-erased' },
  'is-written-to': { form: 'chat', reports: 'delivered' },
  'hears-nothing-in-time': { form: 'chat', reports: 'late' },
  'says-stop-in-the-chat': { form: 'chat', reports: 'stop' },
} as const satisfies Record<string, Story>
export type StoryName = keyof typeof stories
export const storyNames = Object.keys(stories) as StoryName[]
