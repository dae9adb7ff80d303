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
