/** By what leads are told apart; `all` tells none apart. */
export const splits = ['all', 'origin', 'source', 'campaign', 'form', 'sequence'] as const
export type Split = (typeof splits)[number]
