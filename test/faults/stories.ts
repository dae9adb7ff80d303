/** How one story differs from the plain one: form, confirmation, two mails with a click on each, hand-off, accept, and an hour later a withdrawal. */
export interface Story {
  /** What happens when the second mail is there. */
  readonly atSecond?: 'withdraws' | 'is-erased' | 'complains' | 'replies' | 'says-stop'
  /** Who was erased posts the form again, two hours later. */
  readonly comesBack?: boolean
  /** Posts a second form at the same time. */
  readonly alsoPosts?: string
  /** Sales gives the lead back the first time. */
  readonly isRecycled?: boolean
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
} as const satisfies Record<string, Story>
export type StoryName = keyof typeof stories
export const storyNames = Object.keys(stories) as StoryName[]
