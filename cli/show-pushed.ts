import type { Side } from '../core/content/approvals.ts'
import type { ContentType } from '../core/content/content-type.ts'
import { bold, dim, table, warning } from './output.ts'

/**
 * What became of one content of a folder. `unchanged`: what is live says the same. `drafted`: a draft was stored. `still-drafted`: the draft that was there
 * says the same, and is not live.
 */
export interface Pushed {
  readonly type: ContentType
  readonly id: string
  readonly result: 'unchanged' | 'drafted' | 'still-drafted' | 'published'
  /** The one that is live. */
  readonly version?: number | undefined
  /** The sides that have to agree before it can be published. */
  readonly missing?: readonly Side[]
}

const words: Readonly<Record<Pushed['result'], string>> = {
  unchanged: 'unchanged',
  drafted: 'drafted',
  'still-drafted': 'drafted before',
  published: 'published',
}

/** What a push did, for people: what changed by name, the rest as a count unless `all` is asked for; what is not live yet is said. */
export function showPushed(pushed: readonly Pushed[], all: boolean): string {
  if (pushed.length === 0) return dim('The folder holds no content.')
  const named = all ? pushed : pushed.filter(({ result }) => result !== 'unchanged')
  const rows = named.map((one) => ({ ...one, result: words[one.result], live: one.version ?? 'never' }))
  const unchanged = pushed.filter(({ result }) => result === 'unchanged').length
  const drafted = pushed.filter(({ result }) => result === 'drafted' || result === 'still-drafted')
  const agreed = drafted.filter(({ missing = [] }) => missing.length > 0)
  const waiting = drafted.length - agreed.length
  return [
    ...(rows.length > 0 ? [table(rows, ['type', 'id', 'result', 'live'], '')] : []),
    ...(unchanged > 0 && !all
      ? [dim(`${unchanged} unchanged${rows.length === 0 ? ': what is live says the same' : ''}`)]
      : []),
    ...(waiting > 0 ? ['', draftedNotPublished(waiting)] : []),
    ...(agreed.length > 0 ? ['', waitsForApproval(agreed)] : []),
  ].join('\n')
}

/** What whoever stored drafts has still to do. */
export function draftedNotPublished(count: number): string {
  const many = count === 1 ? '1 is drafted, not published' : `${count} are drafted, not published`
  return `${warning(many)}: nobody gets anything of ${count === 1 ? 'it' : 'them'} before ${bold('ripen push --publish')}.`
}

/** What both sides have to agree to, and who is asked: it is published by no push before. */
export function waitsForApproval(drafted: readonly Pick<Pushed, 'type' | 'id' | 'missing'>[]): string {
  const lines = drafted.map(
    ({ type, id, missing = [] }) =>
      `  ${type}/${id} waits for ${bold(missing.join(' and '))}: ${bold(`ripen approve ${type} ${id}`)}`,
  )
  return [warning('Marketing and sales both have to agree before this goes live:'), ...lines].join('\n')
}

/** A release of more than can go live at once. */
export function inSeveralMoments(moments: number): string {
  return warning(`More than can go live at one moment: it was done in ${moments} parts.`)
}
