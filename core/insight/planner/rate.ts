import Fraction from 'fraction.js'
import * as z from 'zod/mini'
import { type Interval, wilson } from '../two-proportions.ts'

const likePercent = 'write a percentage of at most 100 % like "4 %" or "12.5 %"'
const likeCounted = 'write what was counted like "96 of 240"'

/** A part in percent, above nothing and at most all: `4 %`, `12.5 %`. */
export const percent = z.string(likePercent).check(z.regex(/^(100(\.0+)?|\d{1,2}(\.\d{1,4})?) ?%$/, likePercent))

/** So many of so many, as they were counted: `96 of 240`. */
export const counted = z.string(likeCounted).check(z.regex(/^\d[\d_]{0,12} of [1-9][\d_]{0,12}$/, likeCounted))

/** How many go on from one stage to the next, exactly, and how well that is known: what was typed in has no interval. */
export interface Rate {
  readonly value: Fraction
  readonly interval?: Interval
}

/** `4 %` as an exact part of one. */
export function partIn(written: string): Fraction {
  return new Fraction(written.replace('%', '').trim()).div(100)
}

/** `96 of 240` as its two numbers. */
export function countsIn(written: string): { reached: number; leads: number } {
  const [reached = 0, leads = 0] = written.replaceAll('_', '').split(' of ').map(Number)
  return { reached, leads }
}

/** The rate that a step of the funnel says. */
export function rateOf(step: { rate?: string | undefined; counted?: string | undefined }): Rate {
  if (step.counted === undefined) return { value: partIn(step.rate ?? '') }
  const counts = countsIn(step.counted)
  return { value: new Fraction(counts.reached, counts.leads), interval: wilson(counts) }
}

/**
 * The rate over several steps: the product, with an interval at 95 % from those of the steps that were counted. On the scale of logarithms a product is a sum,
 * and there the distances to the limits are squared and added: MOVER, G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008) 1693–1702.
 */
export function product(rates: readonly Rate[]): Rate {
  const value = rates.reduce((all, rate) => all.mul(rate.value), new Fraction(1))
  if (value.equals(0) || rates.every(({ interval }) => interval === undefined)) return { value }
  const point = value.valueOf()
  const far = (limit: 'low' | 'high') =>
    Math.hypot(...rates.map(({ value, interval }) => (interval ? Math.log(interval[limit] / value.valueOf()) : 0)))
  return { value, interval: { low: point * Math.exp(-far('low')), high: Math.min(1, point * Math.exp(far('high'))) } }
}
