import { funnelStages } from '../../core/leads/funnel.ts'
import type { Folder } from './publish.ts'

/** A form of few fields that asks for consent to one topic. */
export function aForm(
  id: string,
  { topic = 'product-education', ...more }: { topic?: string; intent?: string; makes?: string } = {},
): string {
  const lines = Object.entries(more).map(([name, value]) => `${name}: ${value}\n`)
  return `id: ${id}
title: A form
button: Send
fields:
  - { id: email, type: email, required: true, label: Email }
  - { id: firstName, type: text, label: First name }
  - { id: jobTitle, type: text, label: Job title }
  - { id: company, type: text, label: Company }
consent:
  - { topic: ${topic}, text: I would like to get your mail. }
thanks: { title: Thank you, text: Please look into your inbox. }
confirmation: story-confirm
${lines.join('')}`
}

/** A marketing mail with one link. */
export function aMail(subject: string, topic = 'product-education'): string {
  return `---
subject: ${subject}
preheader: One thought that is worth the minute it takes to read
topic: ${topic}
---
${subject}: read more on our pages.

**[Read more](https://www.example.com/more)**
`
}

/** Small content with waits of seconds, so that the same stories play on a virtual clock and on a real one. */
export const storyContent: Folder = {
  'emails/story-confirm/en.md': `---
subject: Please confirm your address
preheader: One click, and the white paper is on its way to you
class: confirmation
---
Somebody, probably you, asked {{ brand.company }} for a white paper.

**[Yes, send it to me]({{ confirmUrl }})**
`,
  'emails/story-welcome/en.md': `---
subject: 'Your white paper, {{ firstName }}'
preheader: The paper you asked for, and where to begin with it
topic: product-education
variables: { firstName: friend }
---
Hello {{ firstName }}, here is the white paper.

**[Read it](https://www.example.com/white-paper)**
`,
  'emails/story-second/en.md': `---
subject: A case study
preheader: How a retailer of your size did it in six weeks
topic: product-education
---
A case study for you.

**[Read the case](https://www.example.com/case)**
`,
  'emails/story-third/en.md': `---
subject: Shall we talk?
preheader: Half an hour about your own numbers, if you like
topic: product-education
---
Shall we talk about it?

**[Choose a time](https://www.example.com/talk)**
`,
  'forms/story-paper.yaml': `id: story-paper
title: White paper
button: Send it to me
fields:
  - { id: email, type: email, required: true, label: Email }
  - { id: firstName, type: text, label: First name }
  - { id: jobTitle, type: text, label: Job title }
  - { id: company, type: text, label: Company }
  - { id: country, type: text, label: Country }
consent:
  - { topic: product-education, text: I would like to get mail about the product. }
thanks: { title: Thank you, text: Please look into your inbox. }
confirmation: story-confirm
`,
  'forms/story-demo.yaml': aForm('story-demo', { intent: 'explicit' }),
  'scoring-models/b2b.yaml': `id: b2b
fit:
  - { id: leads-a-team, when: { jobTitle: { contains: [director, head of] } }, points: 30 }
engagement:
  - { id: asked, on: form-submitted, points: 10, cap: 10, group: forms }
  - { id: asked-for-demo, on: form-submitted, where: { form: story-demo }, points: 40, cap: 40, group: forms }
  - { id: clicked, on: email-clicked, points: 20, half-life: 30d, cap: 40 }
groups: [ { id: forms, cap: 50 } ]
mql: { score: 40, fit-at-least: 20, interest-at-least: 15 }
qualify: { score: 70, fit-at-least: 20, interest-at-least: 15, drop-below: 40 }
`,
  'sla-policies/standard.yaml': `id: standard
calendar: { zone: Europe/Berlin, hours: { mon-sun: "00:00-24:00" } }
routes:
  - { when: { company: Passing Ltd }, team: developers, by: round-robin, passes-to: { team: inside-sales, by: round-robin } }
  - { team: inside-sales, by: round-robin }
duties:
  - { id: accept, who: sales, what: answer, within: 20s, warn: 10s }
  - { id: pass-on, who: sales-development, what: pass, within: 1h }
breach:
  - { after: 20s, notify: manager }
  - { after: 600s, recycle: true }
answers:
  lost: [ { id: price, says: The price }, { id: rival, says: A rival } ]
  nurture-lost-after: 30d
`,
  'funnel.yaml': `id: funnel
stages:
${funnelStages.map((stage) => `  - { stage: ${stage}, words: The stage ${stage}, criteria: [What makes one]${stage === 'sql' ? ', requires: [need, authority]' : ''} }`).join('\n')}
`,
  'sequences/story-paper.yaml': `id: story-paper
topic: product-education
trigger: { form: story-paper }
re-entry: never
steps:
  - { id: welcome, send: story-welcome }
  - { id: read-it, wait: { for: 600s, until: { clicked: story-welcome } } }
  - { id: case, send: story-second }
  - { id: think, wait: 40s }
  - { id: talk, send: story-third }
`,
}
