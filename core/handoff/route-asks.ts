import { type Facts, type FactValue, factOf, fold, holds, wordsOf } from '../condition.ts'
import type { PolicyRoute, SlaPolicy } from './policy.ts'

/** The answers of a lead that may say what it is interested in, beside its tags. */
const productFields = ['product', 'products', 'interest', 'interests', 'tags']
const regionFields = ['region', 'state']

/** Does a route take this lead? Territory, language, product and condition must hold, each where the route names it. */
export function takes(
  { when, territory, language, product }: PolicyRoute,
  facts: Facts,
  territories: SlaPolicy['territories'] = {},
): boolean {
  if (territory && !placesOf(territory, territories).some((place) => isIn(place, facts))) return false
  if (language && ![language].flat().some((one) => speaks(one, String(facts.locale ?? '')))) return false
  if (product && !isInterested([product].flat(), facts)) return false
  return !when || holds(when, facts)
}

/** What a route asks of a lead, in words; empty for one that takes all. */
export function asksInWords({ when, territory, language, product }: PolicyRoute): string {
  return [
    ...(territory ? [`territory ${[territory].flat().join(', ')}`] : []),
    ...(language ? [`language ${[language].flat().join(', ')}`] : []),
    ...(product ? [`product ${[product].flat().join(', ')}`] : []),
    ...(when ? [`${Object.keys(when).join(', ')} as the policy says`] : []),
  ].join('; ')
}

/** Is `locale` this language, or a kind of it? `pt` is spoken in `pt-BR`; `pt-BR` is not what is asked for with `pt-PT`. */
export function speaks(language: string, locale: string): boolean {
  const [wanted, given] = [fold(language), fold(locale)]
  return given === wanted || given.startsWith(`${wanted}-`)
}

function placesOf(territory: string | readonly string[], territories: NonNullable<SlaPolicy['territories']>): string[] {
  return [territory].flat().flatMap((one) => (Object.hasOwn(territories, one) ? (territories[one] ?? []) : [one]))
}

/** A region is answered by its own code (`BY`) or with its country's (`DE-BY`). */
function isIn(place: string, facts: Facts): boolean {
  const [country = '', region] = place.split('-')
  if (!textsOf(factOf(facts, 'country')).includes(fold(country))) return false
  if (region === undefined) return true
  const wanted = [fold(region), fold(place)]
  return regionFields.some((field) => textsOf(factOf(facts, field)).some((given) => wanted.includes(given)))
}

function isInterested(products: readonly string[], facts: Facts): boolean {
  const known = productFields.flatMap((field) => textsOf(factOf(facts, field)).map(wordsOf))
  return products.some((one) => known.includes(wordsOf(one)))
}

function textsOf(fact: FactValue): string[] {
  return fact === undefined || fact === null ? [] : [fact].flat().map((one) => fold(String(one)))
}
