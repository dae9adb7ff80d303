/** Why a lead can't enter a sequence, for who asked for it: what stands in the way, and what can be done. */
export function enrolRefusal(sequence: string, reason: string): string {
  const [, words] = reasons.find(([pattern]) => pattern.test(reason)) ?? []
  const match = reason.match(/(?:^exit: |^goal reached: |re-entry is )(.*)$/)
  return `The lead can't enter ${sequence}: ${words ? words(sequence, match?.[1] ?? '') : reason}.`
}

const reasons: readonly (readonly [RegExp, (sequence: string, what: string) => string])[] = [
  [/^already inside$/, () => 'it is inside already'],
  [/re-entry is never$/, () => 'it was inside before, and the sequence says re-entry: never'],
  [/re-entry is after /, (_, what) => `it was inside before, and the sequence says re-entry: ${what}`],
  [
    /^no-consent$/,
    () => 'there is no consent to its topic. A form of this topic asks for it, or a list brings its proof',
  ],
  [/^unsubscribed$/, () => 'the person unsubscribed from its topic. Only the person can change that, by a form'],
  [/^suppressed$/, () => 'its address is suppressed: it bounced, complained or was blocked ("ripen why" says which)'],
  [/^erased$/, () => 'the person was erased'],
  [/^exit: only while sales has the lead$/, () => 'it is for leads that sales has, and sales does not have this one'],
  [/^exit: for (.*) only$/, (_, what) => `it is ${what}`],
  [/^exit: condition$/, () => 'a condition among its exits holds for this lead, which would leave at once'],
  [/^exit: /, (_, what) => `its exit "${what}" holds for this lead, which would leave at once`],
  [/^goal reached: /, (_, what) => `its goal "${what}" is reached already`],
]
