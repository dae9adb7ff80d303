import type * as z from 'zod/mini'
import type { Approvals } from '../../content/approvals.ts'
import { inLocale } from '../../content/words.ts'
import { durationIn } from '../../duration.ts'
import type { funnel } from '../../leads/funnel.ts'
import { conditionInWords } from '../../scoring/in-words.ts'
import type { ScoringModel } from '../../scoring/model.ts'
import { findingLabel } from '../findings-words.ts'
import { isolated } from '../isolated.ts'
import type { BreachStep, SlaPolicy } from '../policy.ts'
import { dutyInWords, proofInWords, timeInWords } from '../staff-words.ts'
import { type Target, targetOf } from '../target.ts'
import { agreementWords, listInWords } from './agreement-words.ts'

type Funnel = z.output<typeof funnel>

/** A content that both sides agreed on: which version of it, and who agreed. */
export interface Agreed<Value> {
  readonly id: string
  readonly version: number
  readonly value: Value
  readonly approvals?: Approvals | undefined
}

/** What the agreement is made from; without a funnel or a model it says so. */
export interface AgreedOn {
  readonly policy: Agreed<SlaPolicy>
  readonly funnel?: Agreed<Funnel> | undefined
  readonly model?: Agreed<ScoringModel> | undefined
}

/** A part of the document, and whom it binds. */
export interface AgreementSection {
  readonly binds: 'both' | 'marketing' | 'sales'
  readonly heading: string
  /** Sentences, and what is said of something: its name, and what it is. */
  readonly lines: readonly (string | readonly [string, string])[]
}

export interface Agreement {
  readonly locale: string
  readonly title: string
  readonly about: string
  readonly sections: readonly AgreementSection[]
}

/** The agreement of marketing and sales as a document for both, made from nothing but what both approved; times are of this zone. */
export function agreementOf(on: AgreedOn, locale: string, zone: string): Agreement {
  const { policy, funnel, model } = on
  const say = agreementWords(locale)
  const kept = (text: string) => isolated(text, locale)
  const sections: AgreementSection[] = [
    { binds: 'both', heading: say('stages'), lines: funnel ? stagesOf(funnel.value, locale) : [say('noFunnel')] },
    { binds: 'both', heading: say('ready'), lines: model ? readyBy(model.value, locale) : [say('noModel')] },
    { binds: 'marketing', heading: say('marketingOwes'), lines: marketingOwes(policy.value, locale) },
    { binds: 'sales', heading: say('salesOwes'), lines: salesOwes(policy.value, locale) },
    { binds: 'sales', heading: say('breach'), lines: policy.value.breach.map((step) => breachInWords(step, locale)) },
    { binds: 'both', heading: say('routes'), lines: routesOf(policy.value, locale) },
    { binds: 'both', heading: say('urgent'), lines: urgencyOf(policy.value, locale) },
    { binds: 'both', heading: say('hours'), lines: hoursOf(policy.value, locale) },
    { binds: 'both', heading: say('answers'), lines: answersOf(policy.value, locale) },
    { binds: 'both', heading: say('agreed'), lines: agreedBy(on, locale, zone) },
  ]
  return {
    locale,
    title: say('title'),
    about: kept(policy.value.description ?? ''),
    sections: sections.filter(({ lines }) => lines.length > 0),
  }
}

function stagesOf({ stages }: Funnel, locale: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  return stages.map(({ stage, words, criteria, requires = [] }) => {
    const needs = requires.map((name) => findingLabel(name, locale).toLocaleLowerCase(locale))
    const found = needs.length > 0 ? [say('finds', { what: listInWords(needs, locale) })] : []
    return [
      say(stage),
      [words, ...criteria]
        .map((one) => inLocale(one, locale))
        .concat(found)
        .join(' '),
    ] as const
  })
}

function readyBy({ qualify, mql, indicators }: ScoringModel, locale: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  const number = (value: number) => new Intl.NumberFormat(locale).format(value)
  const bar = (one: { score: number; 'fit-at-least': number; 'interest-at-least': number }) =>
    say('bar', {
      score: number(one.score),
      fit: number(one['fit-at-least']),
      interest: number(one['interest-at-least']),
    })
  const [held, all] = qualify.indicators?.split(' of ').map(Number) ?? []
  return [
    ...(mql ? [[say('mql'), bar(mql)] as const] : []),
    [say('sales-ready'), bar(qualify)],
    ...(held !== undefined && all !== undefined ? [say('indicators', { held: number(held), all: number(all) })] : []),
    ...indicators.map(({ ask }) => `– ${inLocale(ask, locale)}`),
    say('drops', { score: number(qualify['drop-below']) }),
    ...(qualify.bounds
      ? [say('bounds', { least: number(qualify.bounds['at-least']), most: number(qualify.bounds['at-most']) })]
      : []),
  ]
}

function marketingOwes(policy: SlaPolicy, locale: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  const { 'mql-per-month': leads, accepted } = policy['marketing-owes'] ?? {}
  const share = accepted === undefined ? undefined : Number.parseInt(accepted, 10) / 100
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  return [
    ...(leads === undefined ? [] : [[say('volume'), new Intl.NumberFormat(locale).format(leads)] as const]),
    ...(share === undefined ? [] : [[say('quality'), say('accepted', { share: percent.format(share) })] as const]),
    ...dutiesOf(policy, 'marketing', locale),
  ]
}

function salesOwes(policy: SlaPolicy, locale: string): AgreementSection['lines'] {
  return [...dutiesOf(policy, 'sales-development', locale), ...dutiesOf(policy, 'sales', locale)]
}

type Duty = SlaPolicy['duties'][number]

function dutiesOf({ duties }: SlaPolicy, who: Duty['who'], locale: string): (readonly [string, string])[] {
  const say = agreementWords(locale)
  return duties
    .filter((one) => one.who === who)
    .map(({ what, within, warn, proof, how }) => [
      `${say(who)}: ${dutyInWords(what, locale)}`,
      [
        say('within', { time: targetInWords(within, locale) }),
        ...(warn === undefined ? [] : [say('warned', { time: targetInWords(warn, locale) })]),
        ...(proof === undefined
          ? []
          : [
              say('proof', {
                proof: listInWords(
                  proof.map((one) => proofInWords(one, locale)),
                  locale,
                  'disjunction',
                ),
              }),
            ]),
        ...(how === undefined ? [] : [say('how', { how: isolated(how, locale) })]),
      ].join(say('and')),
    ])
}

/** `1 hour`, or one for each priority: `1 hour (priority 1), 4 hours (priorities 2–4)`. */
function targetInWords(target: Target, locale: string): string {
  if (typeof target === 'string') return durationIn(target, locale)
  const say = agreementWords(locale)
  const number = new Intl.NumberFormat(locale)
  const each = ([1, 2, 3, 4] as const).map((one) =>
    say('atPriority', { time: durationIn(targetOf(target, one), locale), priority: number.format(one) }),
  )
  return listInWords(each, locale)
}

function breachInWords({ after, notify, reassign, recycle }: BreachStep, locale: string): string {
  const say = agreementWords(locale)
  const time = durationIn(after, locale)
  if (reassign) return say('reassigned', { time })
  if (recycle) return say('recycled', { time })
  return say(notify === 'manager' ? 'managerTold' : 'ownerTold', { time })
}

function routesOf({ routes, fallback, territories = {} }: SlaPolicy, locale: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  const kept = (one: string | readonly string[]) => isolated([one].flat().join(', '), locale)
  const lines = routes.map(({ when, territory, language, product, team, by, ...route }): readonly [string, string] => {
    const places = territory && [territory].flat().flatMap((one) => territories[one] ?? [one])
    const asks = [
      ...(places ? [say('territory', { of: kept(places) })] : []),
      ...(language ? [say('language', { of: kept(language) })] : []),
      ...(product ? [say('product', { of: kept(product) })] : []),
      ...(when ? [isolated(conditionInWords(when), locale)] : []),
    ]
    const first = say(by === 'capacity' ? 'byCapacity' : 'inTurn', { team: kept(team) })
    const then = route['passes-to'] ? [say('passes', { team: kept(route['passes-to'].team) })] : []
    return [asks.length > 0 ? listInWords(asks, locale) : say('allOthers'), [first, ...then].join(say('and'))]
  })
  return [say('claimed'), ...lines, ...(fallback ? [say('fallback', { who: kept(fallback) })] : [])]
}

function urgencyOf({ priority }: SlaPolicy, locale: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  if (!priority) return [say('byScore')]
  const number = new Intl.NumberFormat(locale)
  const named = ([1, 2, 3] as const).flatMap((one) => {
    const when = priority[one]
    return when ? [[say('priority', { n: number.format(one) }), isolated(conditionInWords(when), locale)] as const] : []
  })
  return [...named, [say('priority', { n: number.format(4) }), say('allOthers')]]
}

function hoursOf({ calendar, teams = {} }: SlaPolicy, locale: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  const kept = (text: string) => isolated(text, locale)
  const inWords = ({ zone, hours, holidays }: Partial<SlaPolicy['calendar']>) =>
    [
      ...Object.entries(hours ?? {}).map(([days, spans]) => kept(`${days} ${[spans].flat().join(', ')}`)),
      ...(zone ? [say('zone', { zone: kept(zone) })] : []),
      ...(holidays ? [say('holidays', { of: kept(holidays) })] : []),
    ].join(say('and'))
  const daysOff = calendar['days-off'].map((one) =>
    typeof one === 'string' ? one : `${one.day} ${[one.hours].flat().join(', ')}`,
  )
  return [
    [say('everybody'), inWords(calendar)],
    ...Object.entries(teams).map(([team, own]) => [say('team', { team: kept(team) }), inWords(own.calendar)] as const),
    ...(daysOff.length > 0 ? [[say('daysOff'), kept(daysOff.join(say('and')))] as const] : []),
    say('counted'),
  ]
}

function answersOf({ answers, contact }: SlaPolicy, locale: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  const reasons = (['reject', 'recycle', 'lost'] as const).flatMap((kind) => {
    const listed = answers?.[kind]
    return listed ? [[say(kind), listed.map(({ says }) => inLocale(says, locale)).join(say('and'))] as const] : []
  })
  const later = answers?.['nurture-lost-after']
  return [
    ...reasons,
    ...(later ? [say('lostLater', { time: durationIn(later, locale) })] : []),
    ...(contact?.call ? [say('mayCall', { topic: isolated(contact.call, locale) })] : []),
    ...(contact?.email ? [say('mayMail', { topic: isolated(contact.email, locale) })] : []),
  ]
}

function agreedBy({ policy, model, funnel }: AgreedOn, locale: string, zone: string): AgreementSection['lines'] {
  const say = agreementWords(locale)
  const parts = [
    [say('policy'), policy],
    ...(model ? [[say('model'), model] as const] : []),
    ...(funnel ? [[say('funnel'), funnel] as const] : []),
  ] as const
  return parts.map(([name, { id, version, approvals }]): readonly [string, string] => {
    const said = (['marketing', 'sales'] as const).map((side) => {
      const one = approvals?.[side]
      if (!one) return say('notBy', { side: say(side) })
      return say('by', {
        side: say(side),
        who: isolated(one.by, locale),
        at: timeInWords(Date.parse(one.at), locale, zone),
      })
    })
    const which = say('version', { id: isolated(id, locale), n: new Intl.NumberFormat(locale).format(version) })
    return [`${name}: ${which}`, said.join(say('and'))]
  })
}
