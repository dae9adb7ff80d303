import type { Folder } from '../test/flows/publish.ts'

/** The five mails of the benches' drips, of a usual size (3 KB of HTML), and the form that asks for them. */
const mails: Folder = Object.fromEntries(
  [1, 2, 3, 4, 5].map((n) => [
    `emails/drip-${n}/en.md`,
    `---
subject: 'Part ${n} of five, {{ firstName }}'
preheader: What a retailer of your size did in six weeks, part ${n}
topic: product-education
variables: { firstName: friend, company: your company }
---
Hello {{ firstName }},

this is part ${n} of what {{ company }} asked for. ${'A paragraph has some sixty words, since people who ask for a paper read more than one line and less than a page of it. '.repeat(4)}

**[Read part ${n}](https://www.example.com/part-${n})**

${'Another one says what to do next, with numbers from people who did it, and ends before anybody is bored. '.repeat(4)}
`,
  ]),
)

const confirmation = `---
subject: Please confirm your address
preheader: One click, and the first part is on its way to you
class: confirmation
---
Somebody, probably you, asked {{ brand.company }} for a course in five parts.

**[Yes, send it to me]({{ confirmUrl }})**
`

const form = `id: drip
title: A course in five parts
button: Send it to me
fields:
  - { id: email, type: email, required: true, label: Email }
  - { id: firstName, type: text, label: First name }
  - { id: company, type: text, label: Company }
  - { id: jobTitle, type: text, label: Job title }
consent:
  - { topic: product-education, text: I would like to get mail about the product. }
thanks: { title: Thank you, text: Please look into your inbox. }
confirmation: drip-confirm
`

/** A model by which nobody here qualifies, since nobody tells their job: sales is another bench's. */
const scoring = `id: b2b
fit:
  - { id: leads-a-team, when: { jobTitle: { contains: [director] } }, points: 40 }
engagement:
  - { id: asked, on: form-submitted, points: 10, cap: 10 }
  - { id: clicked, on: email-clicked, points: 20, half-life: 30d, cap: 40 }
mql: { score: 60, fit-at-least: 20, interest-at-least: 15 }
qualify: { score: 70, fit-at-least: 20, interest-at-least: 15, drop-below: 40 }
`

/** Five mails a day apart: nothing holds them and nobody wakes them. */
const straight = `id: straight
topic: product-education
steps:
  - { id: mail-1, send: drip-1 }
  - { id: wait-1, wait: 1d }
  - { id: mail-2, send: drip-2 }
  - { id: wait-2, wait: 1d }
  - { id: mail-3, send: drip-3 }
  - { id: wait-3, wait: 1d }
  - { id: mail-4, send: drip-4 }
  - { id: wait-4, wait: 1d }
  - { id: mail-5, send: drip-5 }
`

/** As people have it: a click wakes the second mail early, and the cap holds the fourth once. */
const course = `id: course
topic: product-education
cap: { emails: 3, per: 7d }
steps:
  - { id: mail-1, send: drip-1 }
  - { id: read-it, wait: { for: 3d, until: { clicked: drip-1 } } }
  - { id: mail-2, send: drip-2 }
  - { id: wait-2, wait: 2d }
  - { id: mail-3, send: drip-3 }
  - { id: wait-3, wait: 2d }
  - { id: mail-4, send: drip-4 }
  - { id: wait-4, wait: 3d }
  - { id: mail-5, send: drip-5 }
`

export const dripContent: Folder = {
  ...mails,
  'emails/drip-confirm/en.md': confirmation,
  'forms/drip.yaml': form,
  'scoring-models/b2b.yaml': scoring,
  'sequences/straight.yaml': straight,
  'sequences/course.yaml': course,
}
