import { fieldsOf } from '../../condition.ts'
import { durationInWords } from '../../duration.ts'
import { counted } from '../in-words.ts'
import type { ScoringModel } from '../model.ts'
import { rulesOf } from '../rules.ts'
import type { Drift } from './drift.ts'
import { percent } from './in-numbers.ts'
import type { Leak } from './leaks.ts'
import type { RuleLift } from './rule-lift.ts'

/** Something that makes figures say less, or other, than they seem to; in words, with what to do. */
export interface Warning {
  readonly kind:
    | 'leak'
    | 'late'
    | 'thin'
    | 'drift'
    | 'missing-field'
    | 'no-activities'
    | 'outcome-time'
    | 'unripe'
    | 'never-holds'
    | 'rejected'
  readonly says: string
  readonly mend: string
}

/** "A field set after the outcome, or alone separating it almost wholly." */
export function leakWarning({ of, kind, value }: Leak, mend: string = mendLeak): Warning {
  const says =
    kind === 'parts'
      ? `“${of}” alone tells wins from losses in ${Math.floor(value * 100)} of 100 pairs. Hardly anything that is known beforehand does.`
      : `Who has “${of}” was won ${Math.floor(value * 100)} times in 100. Hardly anything that is known beforehand says so much.`
  return { kind: 'leak', says, mend }
}

const mendLeak =
  'Was it written down because of the outcome, or after it? Then take it out of the mapping, or name with "set" the column that says since when it is known.'

/** Answers that became known after the lead was judged. */
export function lateWarning(field: string, leads: number): Warning {
  return {
    kind: 'late',
    says: `${counted(leads, 'answer')} to “${field}” became known only after the lead was judged. ${leads === 1 ? 'It does' : 'They do'} not count.`,
    mend: 'If the model is to go by it, ask for it earlier: in a form, or with one more question in a later one.',
  }
}

/** With so few of either, figures like these are hardly any; with fewer than `enough` they are rough. */
const hardlyAny = 10
const enough = 100

/** Few wins or losses. The mark of 100: G. S. Collins, E. O. Ogundimu, D. G. Altman, Statistics in Medicine 35 (2016) 214–226. */
export function thinWarning({ won, lost }: { won: number; lost: number }): Warning | undefined {
  const [few, what] = won <= lost ? [won, 'won'] : [lost, 'lost']
  if (few >= enough) return undefined
  const were = `Only ${few} of these leads ${few === 1 ? 'was' : 'were'} ${what}`
  return {
    kind: 'thin',
    says:
      few < hardlyAny
        ? `${were}: these figures say next to nothing.`
        : `${were}: go by the intervals, and take no small difference for one.`,
    mend: `Bring more months into the list. From ${enough} wins and ${enough} losses on such figures can be relied upon (Collins and others, 2016).`,
  }
}

/** "Drift between periods", by the population stability index and by the part that was won. */
export function driftWarnings({ from, earlier, later, difference, score, fields }: Drift, mended?: string): Warning[] {
  const shifted = [
    { ...score, of: 'The scores' },
    ...fields.map((shift) => ({ ...shift, of: `Answers to “${shift.field}”` })),
  ]
  const mend =
    mended ??
    `Find out what changed then: a campaign, a form, a market. Look at the later leads alone with --from ${from}-01.`
  const warnings = shifted
    .filter(({ verdict }) => verdict !== 'none')
    .map(({ of, psi, byChance, verdict }): Warning => {
      const much = verdict === 'large' ? 'much' : 'somewhat'
      const by = `stability index ${psi.toFixed(3)}; chance alone stays under ${byChance.toFixed(3)}`
      return { kind: 'drift', says: `${of} differ ${much} from ${from} on (${by}).`, mend }
    })
  if (difference.low <= 0 && difference.high >= 0) return warnings
  const says = `From ${from} on ${percent(later.share)} were won, before that ${percent(earlier.share)}: more than chance.`
  return [...warnings, { kind: 'drift', says, mend }]
}

/** Fields that the model asks for and the list does not have. */
export function missingFields(model: ScoringModel, known: ReadonlySet<string>): Warning[] {
  const asked = [...model.fit, ...model.indicators].flatMap(({ when }) => fieldsOf(when))
  const missing = [...new Set(asked)].filter((name) => !known.has(name))
  if (missing.length === 0) return []
  const names = missing.map((name) => `“${name}”`).join(', ')
  return [
    {
      kind: 'missing-field',
      says: `The model asks for ${names}, which the list does not have: rules that hang on ${missing.length === 1 ? 'it' : 'them'} gave nobody points.`,
      mend: 'Add the column to the list and name it in the mapping under "fields"; or read the figures as those of the rest of the model.',
    },
  ]
}

/** Rules of the model that are never used: their words are others than the list's, or they are of no use. What {@link missingFields} tells of is not told again. */
export function neverHolding(
  model: ScoringModel,
  rules: readonly RuleLift[],
  { known, hasActivities }: { known: ReadonlySet<string>; hasActivities: boolean },
): Warning[] {
  const { fit } = rulesOf(model)
  const asked = new Map([
    ...fit.map(({ name, when }) => [`fit ${name}`, when] as const),
    ...model.indicators.map(({ id, when }) => [`indicator ${id}`, when] as const),
  ])
  const couldHold = ({ kind, name }: RuleLift) =>
    kind === 'engagement'
      ? hasActivities
      : fieldsOf(asked.get(`${kind} ${name}`) ?? {}).every((field) => known.has(field))
  const never = rules.filter((rule) => rule.leads === 0 && couldHold(rule))
  if (never.length === 0) return []
  return [
    {
      kind: 'never-holds',
      says: `${never.map(({ name }) => `“${name}”`).join(', ')}: ${never.length === 1 ? 'this rule held' : 'these rules held'} for nobody.`,
      mend: 'Does the list have such a thing, written as the form writes it (the value, and not the label that people see)? If so, the rule does nothing.',
    },
  ]
}

/** A list of who leads were, and not of what they did. */
export const noActivities: Warning = {
  kind: 'no-activities',
  says: 'Without activities nobody has interest: scores are fit alone, and the gates on interest and acts are left open.',
  mend: 'Give the file of what leads did with --activities: forms, clicks, visits, each with its time.',
}

/** Without the time of the outcome, acts of winners after it look like acts before it. */
export function outcomeTimeWarning(judgedAfter: string): Warning {
  return {
    kind: 'outcome-time',
    says: `The list does not say when outcomes were: what leads did after theirs, within ${durationInWords(judgedAfter)} of coming, counts as if it was before.`,
    mend: 'Name the column with that time in the mapping: outcome: { at: … }',
  }
}

/** Leads that may still be won. */
export interface Unripe {
  readonly leads: number
  /** Within so many days nine of ten wins were made. */
  readonly days: number
  /** The first day of those that came too late. */
  readonly since: string
}

export function unripeWarning({ leads, days, since }: Unripe): Warning {
  return {
    kind: 'unripe',
    says: `${counted(leads, 'lead')} came since ${since} and ${leads === 1 ? 'counts' : 'count'} as lost, though one win in ten takes more than ${counted(days, 'day')}.`,
    mend: `Leave them out with --until ${since}, or write them down as open.`,
  }
}

/** Rows that were not taken, where they are so many that the rest may be another list. */
export function rejectedWarning(rejected: number, rows: number): Warning | undefined {
  if (rejected / rows < 0.05) return undefined
  return {
    kind: 'rejected',
    says: `${percent(rejected / rows)} of the rows could not be taken. If they have something in common, the figures are those of other leads.`,
    mend: 'Have them written to a file with --rejects, mend them, and do it again.',
  }
}
