/** What happens when two addresses look like those of one person. `typos-at-once`: proposed too, but a mistyped address is merged without asking. */
export const mergeRules = ['off', 'propose', 'typos-at-once'] as const
export type MergeRule = (typeof mergeRules)[number]
