import * as z from 'zod/mini'
import './issue-words.ts'

/** The names that people and programs give things: ids of forms, sequences, templates, steps, topics, teams. */
export const slug = z
  .string()
  .check(
    z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens, for example "white-paper"'),
    z.maxLength(64),
  )

/** An instant as it is stored and answered: RFC 3339 in UTC with milliseconds, so that text order is time order. */
export const instant = z.iso.datetime({ precision: 3 })

/** The instant of a JavaScript time in milliseconds since the epoch. */
export function toInstant(ms: number): string {
  return new Date(ms).toISOString()
}

/** Milliseconds since the epoch of an instant. */
export function fromInstant(at: string): number {
  return Date.parse(at)
}

/** The id of a lead: 32 letters and digits of base32. */
export const leadId = z
  .string()
  .check(z.regex(/^[a-z2-7]{32}$/, 'give the id of a lead, which has 32 letters and digits'))
export const sendId = z
  .string()
  .check(z.regex(/^[a-z2-7]{32}$/, 'give the id of a mail, which has 32 letters and digits'))
/** `<sequence>.<n>`: the n-th time that a lead is in a sequence. */
export const enrolmentId = z
  .string()
  .check(z.regex(/^[a-z0-9-]{1,64}\.\d{1,6}$/, 'give the id of an enrolment, for example "white-paper.1"'))
/** `<leadId>.<k>`: the hand-off of a lead's k-th qualification. */
export const handoffId = z
  .string()
  .check(z.regex(/^[a-z2-7]{32}\.\d{1,6}$/, 'give the id of a hand-off: that of its lead, a dot and a number'))
