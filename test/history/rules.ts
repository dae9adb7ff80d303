/** Every promise that a history is held against; a test breaks each of them once. */
export const rules = [
  'no mail goes twice',
  'every mail goes to a lead',
  'no mail goes to who was erased',
  'every mail has a record with its basis',
  'every mail has a claim',
  'marketing mail has a consent receipt',
  'a confirmation mail answers a request',
  'a send comes to an end',
  'a lead is whole',
  'what is stored can be read',
  'status follows from the other items',
  'mailable follows from the mailbox',
  'suppressed follows from the mailbox',
  'a parked lead has its reason',
  'enrolments are counted without gaps',
  'a lead is in a sequence once at a time',
  'an ended enrolment says when and why',
  'an active enrolment has a next look',
  'one hand-off per qualification',
  'a hand-off has its qualification',
  'a qualification is handed off',
  'a qualification is kept as a fact',
  'what was decided is told',
  'erasure leaves only a tombstone',
  'an erased profile says nothing of its person',
] as const
export type Rule = (typeof rules)[number]

/** One promise that a run broke, and where. */
export interface Breach {
  readonly rule: Rule
  readonly where: string
}

/** Where a promise is broken, if it is. */
export function breaches(isBroken: boolean, rule: Rule, where: string): Breach[] {
  return isBroken ? [{ rule, where }] : []
}
