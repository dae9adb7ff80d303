import type { CompiledEmail } from '../core/content/compiled-email.ts'
import { leadIdOfName, type Persona, persona } from '../core/content/persona.ts'
import { sampleBrand } from '../core/content/sample-variables.ts'
import { subjectsOf } from '../core/content/simulate-mails.ts'
import { simulateSequence } from '../core/content/simulate-sequence.ts'
import type { Simulation } from '../core/content/simulation.ts'
import { sequence } from '../core/nurture/sequence.ts'
import { scoringModel } from '../core/scoring/model.ts'
import { compare, figure, report, roundsAsked } from './harness.ts'
import { benchModel } from './score-by-hand.ts'

/** One promise: a sequence of twelve steps is simulated for a thousand personas over a year in five seconds. */

const most = 5_000
const startMs = Date.parse('2026-01-05T07:00:00.000Z')
const zones = ['Europe/Moscow', 'Asia/Tehran', 'America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'Australia/Sydney']
const industries = ['retail', 'manufacturing', 'logistics']

/** Six mails, as people have it: waits that a click ends, a branch, a split, the window of the lead's own zone, a cap that holds some. */
const twelve = sequence.parse({
  id: 'twelve',
  topic: 'news',
  trigger: { form: 'white-paper' },
  exit: [{ event: 'meeting-booked' }, { stage: 'opportunity' }],
  window: { days: 'mon-fri', hours: '09:00-17:00', zone: 'lead' },
  cap: { emails: 2, per: '7d' },
  steps: [
    { id: 'welcome', send: 'welcome' },
    { id: 'read-it', wait: { for: '3d', until: { clicked: 'welcome' } } },
    { id: 'fork', branch: [{ when: { clicked: 'welcome' }, go: 'case-study' }], otherwise: 'reminder' },
    { id: 'reminder', send: 'reminder' },
    { id: 'rest', wait: '4d' },
    {
      id: 'case-study',
      send: { template: 'case-study', variants: [{ when: { industry: 'retail' }, template: 'case-study-retail' }] },
    },
    { id: 'think', wait: { for: '30d', until: { clicked: ['case-study', 'case-study-retail'] } } },
    { id: 'test', split: { a: 50, b: 50 }, go: { a: 'offer', b: 'question' } },
    { id: 'offer', send: 'offer', next: 'season' },
    { id: 'question', send: 'question' },
    { id: 'season', wait: '90d' },
    { id: 'year', send: 'year' },
  ],
})

const email = (id: string): CompiledEmail => ({
  subject: `${id}: what your stock tells you, {{ firstName }}`,
  preheader: 'A line for {{ company }}',
  html: '<p>{{ firstName }}</p>',
  text: '{{ firstName }}',
  locale: 'en',
  class: 'marketing',
  topic: 'news',
  variables: { firstName: 'there', company: 'your company' },
})
const emails = new Map<string, CompiledEmail>()
const compose = subjectsOf({
  emailFor: (template) => {
    const known = emails.get(template) ?? email(template)
    emails.set(template, known)
    return known
  },
  brand: sampleBrand,
})

const personas: Persona[] = Array.from({ length: 1_000 }, (_, n) =>
  persona.parse({
    leadId: leadIdOfName(String(n)),
    firstName: `Person ${n}`,
    jobTitle: n % 3 === 0 ? 'Head of Retail' : 'Planner',
    industry: industries[n % industries.length],
    zone: zones[n % zones.length],
    acts: [
      ...(n % 2 === 0 ? [{ after: '5h', type: 'email-clicked', template: 'welcome' }] : []),
      ...(n % 5 === 0 ? [{ after: '40d', type: 'page-visited', path: '/pricing' }] : []),
      ...(n % 10 === 0 ? [{ after: '60d', type: 'meeting-booked' }] : []),
      ...(n % 4 === 0 ? [{ after: '2d', every: '28d', type: 'email-sent' }] : []),
    ],
  }),
)
const model = { id: 'b2b', version: 1, value: scoringModel.parse(benchModel), agreed: true }

function all(scored: boolean): Simulation[] {
  return personas.map((one) =>
    simulateSequence({
      sequence: twelve,
      persona: one,
      startMs,
      zone: 'UTC',
      compose,
      model: scored ? model : undefined,
    }),
  )
}

const runs = all(false)
const mails = runs.reduce((sum, { items }) => sum + items.length, 0)
console.log(
  `${twelve.steps.length} steps, ${runs.length} personas, ${mails} mails, ${new Set(runs.map(({ ended }) => ended.reason)).size} ways to end`,
)

const plain = `a year of ${personas.length} personas`
const scored = 'the same, scored by a model'
const measured = await compare({
  rounds: roundsAsked(5),
  cases: [
    { name: plain, run: () => all(false) },
    { name: scored, run: () => all(true) },
  ],
})
report('simulate', measured, [
  figure('ms for a year of 1,000 personas', measured[plain]?.medianMs ?? Number.NaN, 'at most', most),
])
