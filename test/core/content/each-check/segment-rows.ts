import { form, greet, type Row } from './row.ts'

const file = 'sequences/greet.yaml'
const segment = 'segments/at-rest.yaml'
const one = '  - { id: one, send: welcome }\n'
const quiet = 'activity: { any: { not-within: 30d } }'

/** A sequence whose trigger, exit or the like is this. */
const withLine = (line: string) => greet(one).replace('trigger: { form: signup }', line)
/** A segment with this condition, in use. */
const inUse = (when: string) => ({
  [file]: withLine('trigger: { segment: at-rest }'),
  [segment]: `id: at-rest\nwhen: { ${when} }\n`,
})
/** What an exit asks of activity. */
const asks = (activity: string) => ({ [file]: greet(one, `exit: [ { when: { activity: { ${activity} } } } ]\n`) })

/** What an exit asks of the lead. */
const asksLead = (test: string) => ({ [file]: greet(one, `exit: [ { when: { ${test} } } ]\n`) })

export const segmentRows: readonly Row[] = [
  {
    check: 'segments',
    message: 'there is no segment "at-rset"',
    severity: 'error',
    bad: { ...inUse(quiet), [file]: greet(one, 'exit: [ { segment: ¦at-rset }, { segment: at-rest } ]\n') },
    pointer: '/exit/0/segment',
    near: { ...inUse(quiet), [file]: greet(one, 'exit: [ { segment: at-rest } ]\n') },
  },
  {
    check: 'segments',
    message: 'there is no segment "other"',
    severity: 'error',
    bad: inUse('none: [ { segment: ¦other } ]'),
    pointer: '/when/none/0/segment',
    near: { ...inUse('none: [ { segment: other } ]'), 'segments/other.yaml': 'id: other\nwhen: { country: RU }\n' },
  },
  {
    check: 'segments',
    message: 'no sequence uses this segment',
    severity: 'warning',
    bad: { [segment]: `id: at-rest\nwhen: { ${quiet} }\n` },
    near: inUse(quiet),
  },
  {
    check: 'segments',
    message: 'this segment uses itself',
    severity: 'error',
    bad: inUse('any: [ { country: RU }, { segment: ¦at-rest } ]'),
    pointer: '/when/any/1/segment',
    near: inUse('any: [ { country: RU }, { country: KZ } ]'),
  },
  {
    check: 'segments',
    message: "the id differs from the file's name",
    severity: 'error',
    bad: { ...inUse(quiet), [segment]: `id: ¦rest\nwhen: { ${quiet} }\n` },
    pointer: '/id',
    near: inUse(quiet),
  },
  {
    check: 'segments',
    message: 'a segment is about leads, and "clicked" about what a sequence did with them',
    severity: 'error',
    bad: inUse('¦clicked: welcome'),
    pointer: '/when/clicked',
    near: inUse('activity: { email-clicked: { within: 30d } }'),
  },
  {
    check: 'segments',
    message: 'whom the trigger brings in, this takes out at once',
    severity: 'error',
    bad: {
      ...inUse(quiet),
      [file]: withLine('trigger: { segment: at-rest }\nexit: [ ¦{ segment: at-rest } ]'),
    },
    pointer: '/exit/0',
    near: {
      ...inUse(quiet),
      [file]: withLine('trigger: { segment: at-rest }\nexit: [ { when: { none: [ { segment: at-rest } ] } } ]'),
    },
  },
  {
    check: 'activity',
    message: '"path" asks for an answer of the lead, and not what the event was about',
    severity: 'warning',
    bad: asksLead('event: page-visited, ¦path: /pricing'),
    pointer: '/exit/0/when/path',
    near: asksLead('event: page-visited, interests: pricing'),
  },
  {
    check: 'source',
    message: 'nothing of a source is called "lead-source.orign"',
    severity: 'error',
    bad: asksLead('¦lead-source.orign: outbound'),
    pointer: '/exit/0/when/lead-source.orign',
    near: asksLead('lead-source.origin: outbound'),
  },
  {
    check: 'source',
    message: 'no source has the origin "outbond"',
    severity: 'error',
    bad: asksLead('lead-source.origin: ¦{ in: [ outbond, referral ] }'),
    pointer: '/exit/0/when/lead-source.origin',
    near: asksLead('lead-source.origin: { in: [ outbound, referral ] }'),
  },
  {
    check: 'source',
    message: 'a source is controllable or not',
    severity: 'error',
    bad: asksLead('lead-source.controllable: ¦yes'),
    pointer: '/exit/0/when/lead-source.controllable',
    near: asksLead('lead-source.controllable: true'),
  },
  {
    check: 'activity',
    message: 'no activity of Ripen is called "page-visits"',
    severity: 'warning',
    bad: asks('¦page-visits: { within: 3d }'),
    pointer: '/exit/0/when/activity/page-visits',
    near: asks('webinar-attended: { within: 3d }'),
  },
  {
    check: 'activity',
    message: '"email-bounced" is nothing that a lead does itself',
    severity: 'error',
    bad: asks('¦email-bounced: { within: 3d }'),
    pointer: '/exit/0/when/activity/email-bounced',
    near: asks('email-replied: { within: 3d }'),
  },
  {
    check: 'activity',
    message: 'mail programs and scanners open mails, and others never tell: an open is no act of a person',
    severity: 'error',
    bad: asks('¦email-opened: { within: 3d }'),
    pointer: '/exit/0/when/activity/email-opened',
    near: asks('any: { within: 3d }'),
  },
  {
    check: 'activity',
    message: 'this asks for no time',
    severity: 'error',
    bad: asks('page-visited: ¦{ at-least: 2 }'),
    pointer: '/exit/0/when/activity/page-visited',
    near: asks('page-visited: { at-least: 2, within: 3d }'),
  },
  {
    check: 'activity',
    message: '"at-least" counts within a time',
    severity: 'error',
    bad: asks('page-visited: { at-least: ¦2, not-within: 3d }'),
    pointer: '/exit/0/when/activity/page-visited/at-least',
    near: asks('page-visited: { at-least: 2, within: 9d, not-within: 3d }'),
  },
  {
    check: 'activity',
    message: 'it can’t be at least and at most so many',
    severity: 'error',
    bad: asks('page-visited: { at-least: 3, at-most: ¦2, within: 3d }'),
    pointer: '/exit/0/when/activity/page-visited/at-most',
    near: asks('page-visited: { at-least: 2, at-most: 2, within: 3d }'),
  },
  {
    check: 'activity',
    message: 'nothing happens within 30d and not within 30d',
    severity: 'error',
    bad: asks('page-visited: { within: ¦30d, not-within: 30d }'),
    pointer: '/exit/0/when/activity/page-visited/within',
    near: asks('page-visited: { within: 60d, not-within: 30d }'),
  },
  {
    check: 'activity',
    message: 'acts are counted for 90 days, and not for 91d',
    severity: 'error',
    bad: asks('page-visited: { at-least: 2, within: ¦91d }'),
    pointer: '/exit/0/when/activity/page-visited/within',
    near: asks('page-visited: { at-least: 2, within: 90d }, any: { within: 400d }, call: { not-within: 400d }'),
  },
  {
    check: 'activity',
    message: 'at most 20 acts of a day are counted: within 2d there are never so many',
    severity: 'error',
    bad: asks('page-visited: { at-least: ¦61, within: 2d }'),
    pointer: '/exit/0/when/activity/page-visited/at-least',
    near: asks('page-visited: { at-least: 60, within: 2d }'),
  },
  {
    check: 'activity',
    message: '"where" asks about the event itself, and not what else the lead did',
    severity: 'error',
    bad: {
      [file]: withLine('trigger: { event: page-visited, where: { ¦activity: { any: { within: 3d } } } }'),
    },
    pointer: '/trigger/where/activity',
    near: { [file]: withLine('trigger: { event: page-visited, when: { activity: { any: { within: 3d } } } }') },
  },
  {
    check: 'forms',
    message: `conditions can't ask for an answer called "segment"`,
    severity: 'warning',
    bad: {
      'forms/signup.yaml': form.replace(' } ]\nconsent', ' }, { id: ¦segment, type: text, label: Size } ]\nconsent'),
    },
    pointer: '/fields/1/id',
    near: {
      'forms/signup.yaml': form.replace(' } ]\nconsent', ' }, { id: size, type: text, label: Size } ]\nconsent'),
    },
  },
]
