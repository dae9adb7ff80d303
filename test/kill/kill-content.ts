import { storyContent } from '../flows/story-content.ts'

/** The content of the stories with waits long enough that a settled mail (15 minutes) is not overtaken by the next step. */
export const killContent = {
  ...storyContent,
  // No point fades: some people live through the story for days, who are not asked to confirm.
  'scoring-models/b2b.yaml': storyContent['scoring-models/b2b.yaml']?.replace(', half-life: 30d', '') ?? '',
  'sla-policies/standard.yaml': `id: standard
calendar: { zone: Europe/Berlin, hours: { mon-sun: "00:00-24:00" } }
routes:
  - { team: inside-sales, by: round-robin }
duties:
  - { id: accept, who: sales, what: answer, within: 1h, warn: 30m }
breach:
  - { after: 1h, notify: manager }
`,
  'sequences/story-paper.yaml': `id: story-paper
topic: product-education
trigger: { form: story-paper }
re-entry: never
steps:
  - { id: welcome, send: story-welcome }
  - { id: read-it, wait: { for: 12h, until: { clicked: story-welcome } } }
  - { id: case, send: story-second }
  - { id: think, wait: 12h }
  - { id: talk, send: story-third }
`,
}
