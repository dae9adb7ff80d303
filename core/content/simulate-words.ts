import type { Condition } from '../condition.ts'
import { durationInWords } from '../duration.ts'
import { askedInWords } from '../nurture/asked-in-words.ts'
import type { SendWindow, Sequence, Step } from '../nurture/sequence.ts'
import { stepOf } from '../nurture/steps.ts'
import type { Passed } from '../nurture/take-steps.ts'
import { conditionInWords, typeInWords } from '../scoring/in-words.ts'
import type { Act } from './persona-acts.ts'

const words: Readonly<Record<string, string>> = {
  'email-clicked': 'clicks',
  'email-replied': 'replies to',
  'email-opened': 'opens',
  'email-bounced': 'its mail bounces',
  'email-complained': 'reports as spam',
  'email-sent': 'another mail is sent',
  'page-visited': 'visits',
  'site-searched': 'searches the site',
  'content-downloaded': 'downloads',
  'meeting-booked': 'books a meeting',
  call: 'speaks with sales',
  demo: 'sees a demo',
  'consent-withdrawn': 'unsubscribes',
  'consent-granted': 'agrees',
  'form-submitted': 'posts a form',
  'handoff-opened': 'handed to sales',
  'handoff-accepted': 'sales accepts',
  'handoff-qualified': 'sales found what it takes',
  'handoff-rejected': 'sales rejects',
  'handoff-recycled': 'sales gives it back',
  'opportunity-opened': 'becomes an opportunity',
  'deal-won': 'becomes a customer',
  'deal-lost': 'the deal is lost',
}

/** What a persona does, for people to read: `clicks case-study`, `visits (path /pricing)`. */
export function actInWords({ after, every, type, template, fields, tags, ...data }: Act): string {
  const known = Object.entries({ ...data, ...fields }).map(([name, value]) => `${name} ${[value].flat().join(', ')}`)
  const tagged = tags && tags.length > 0 ? [`tagged ${tags.join(', ')}`] : []
  const more = [...known, ...tagged]
  return [
    Object.hasOwn(words, type) ? words[type] : type,
    ...(template === undefined ? [] : [template]),
    ...(more.length > 0 ? [`(${more.join('; ')})`] : []),
  ].join(' ')
}

/** Why a mail is held, as a sentence about it; `held` is the reason as the decision gives it. */
export function heldInWords(held: string, { window, cap }: Pick<Sequence, 'window' | 'cap'>): string {
  if (held === 'window' && window)
    return `the window is closed; it is open ${windowInWords(window)}, and who waits for it is mailed in its first hour`
  if (held.startsWith('cap of') && cap) {
    const mails = cap.emails === 1 ? '1 mail has gone' : `${cap.emails} mails have gone`
    return `the cap is reached: ${mails} within ${durationInWords(cap.per)}, counted over all sequences`
  }
  const [, why, first] = /^(priority|turn) of (.+)$/.exec(held) ?? []
  if (why) {
    const sooner = why === 'priority' ? 'has the higher priority' : 'came to its mail no later'
    return `${first} ${sooner} and mails first, and the cap has no room for both`
  }
  if (held === 'habit') return 'it waits for the hour at which this lead reads, by its own clicks'
  if (held === 'common hours')
    return 'it waits for the hour at which most leads read, since this one has not clicked yet'
  if (held === 'with-sales') return 'sales has the lead, and this sequence waits meanwhile'
  if (held === 'parked') return 'sales gave the lead back for later'
  if (held === 'replied') return 'the lead replied, and no sequence writes while somebody answers'
  return held
}

/** The way to a mail, step by step: what was waited for, which way was taken and why. */
export function wayInWords(way: readonly Passed[], sequence: Sequence, isFirst: boolean): string {
  if (way.length > 0) return way.map((one) => passedInWords(one, sequence)).join('; ')
  return isFirst ? 'the first step' : 'the next step'
}

/** How one step was gone past. */
export function passedInWords({ step: id, to, why }: Passed, sequence: Sequence): string {
  const step = stepOf(sequence, id)
  if (step?.wait !== undefined) return waitedInWords(step, why)
  const taken = Number(/^condition (\d+) of /.exec(why)?.[1] ?? 0)
  const way = step?.branch?.[taken - 1]
  if (way) return `at ${id}: ${whatHolds(way.when)}, so on to ${to}`
  if (step?.branch) {
    const none = step.branch.map(({ when }) => whatDoesNotHold(when)).join(', ')
    return `at ${id}: ${none}, so on to ${to}`
  }
  const variant = /^variant (.*)$/.exec(why)?.[1]
  if (variant !== undefined) return `${id} drew “${variant}”, so on to ${to}`
  return `${why}, so on to ${to}`
}

function waitedInWords({ id, wait }: Step, why: string): string {
  const until = typeof wait === 'object' ? wait.until : undefined
  if (why.includes('ended early') && until) return `${id} ended early: ${whatHolds(until)}`
  const length = typeof wait === 'object' ? wait.for : wait
  return length === undefined ? why : `after ${durationInWords(length)} at ${id}`
}

/** How it ended, for people; `reason` is that of the decision. */
export function endInWords(state: 'finished' | 'exited' | 'goal' | 'open', reason: string): string {
  if (state === 'finished') return reason === 'finished' ? 'all its steps are done' : reason
  if (state === 'goal') return `the goal is reached: ${metInWords(reason.replace('goal reached: ', ''))}`
  if (state === 'open') return reason
  if (reason === 'unsubscribed') return 'the person unsubscribed'
  if (reason === 'no-consent') return 'there is no consent to its topic'
  if (/^exit: (for|only)/.test(reason)) return reason.replace('exit: ', 'it is ')
  return reason.startsWith('exit: ') ? `an exit holds: ${metInWords(reason.replace('exit: ', ''))}` : reason
}

/** What has come to pass of a goal or an exit: `event meeting-booked` as people say it. */
function metInWords(met: string): string {
  const [, event] = /^event (.*)$/.exec(met) ?? []
  return event === undefined ? met.replace(/^condition/, 'its condition') : typeInWords(event)
}

/** What a branch or a wait asks for: `clicked checklist-welcome`. */
function whatHolds(condition: Condition): string {
  return Object.entries(condition)
    .map(([field, test]) => {
      const values = plainValues(test)
      if (values && Object.hasOwn(asked, field)) return `${asked[field]}${values.join(' or ')}`
      if (values && field === 'event') return values.map(typeInWords).join(' or ')
      const known = askedInWords({ [field]: test } as Condition)
      return known === '' ? conditionInWords({ [field]: test } as Condition) : known.slice(2, -1)
    })
    .join(' and ')
}

function whatDoesNotHold(condition: Condition): string {
  const isPlain = Object.entries(condition).every(
    ([field, test]) => (field === 'event' || Object.hasOwn(asked, field)) && plainValues(test),
  )
  return isPlain ? `not ${whatHolds(condition)}` : `“${whatHolds(condition)}” does not hold`
}

const asked: Readonly<Record<string, string>> = { clicked: 'clicked ', sent: 'was sent ' }

function plainValues(test: unknown): string[] | undefined {
  const values = [test].flat()
  return values.some((one) => typeof one === 'object') ? undefined : values.map(String)
}

function windowInWords({ days, hours, zone }: SendWindow): string {
  const where = zone === 'lead' ? '' : ` in ${zone}`
  return `${[days].flat().join(', ')} ${hours.replace('-', ' to ')}${where}`
}
