import type { Stage } from '../../leads/lead.ts'
import type { PlannedRate } from './made-plan.ts'

/** `31 January 2027`. */
export function dateWords(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(
    Date.parse(date),
  )
}

/** `1,200,000 EUR`: without digits behind the point where they are nothing. */
export function moneyWords(amount: string, currency: string): string {
  const [whole = '', part = ''] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${grouped}${/[1-9]/.test(part) ? `.${part}` : ''} ${currency}`
}

/** How many of a stage, in words: `1 SQL`, `1,210 leads`. */
export function countWords(count: number, stage: Stage): string {
  return `${count.toLocaleString('en', { maximumFractionDigits: 0 })} ${nameOf(stage, count)}`
}

export function nameOf(stage: Stage, count = 2): string {
  const one = stage === 'mql' || stage === 'sql' ? stage.toUpperCase() : stage
  if (count === 1) return one
  return one === 'opportunity' ? 'opportunities' : `${one}s`
}

/** One of this stage: `an MQL`, `a lead`. */
export function articled(stage: Stage): string {
  return `${stage === 'mql' || stage === 'sql' || stage === 'opportunity' ? 'an' : 'a'} ${nameOf(stage, 1)}`
}

/** `1 day`, `1,200 days`. */
export function daysWords(days: number): string {
  return `${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'}`
}

/** A part in percent: `4 %`, `12.5 %`. */
export function percentWords(part: number): string {
  const percent = part * 100
  return `${Number(percent.toFixed(Math.abs(percent) < 1 ? 2 : 1))} %`
}

/** A part with its interval: `30 % (27.3 to 32.9)`. */
export function rateWords({ rate, low, high }: PlannedRate): string {
  if (low === undefined) return percentWords(rate)
  const bare = (part: number) => percentWords(part).replace(' %', '')
  return `${percentWords(rate)} (${bare(low)} to ${bare(high ?? 1)})`
}

/** `1,234.5`: at most one digit behind the point. */
export function oneDigit(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 })
}
