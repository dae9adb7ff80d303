/**
 * Whose doing it was. `first`, `last`: that touch alone. `position`: 40 % the first, 40 % the last, 20 % those between in equal parts; of two touches half each, of one
 * all. `influenced`: all to each that touched the lead, so these do not add up.
 */
export const attributionModels = ['first', 'last', 'position', 'influenced'] as const
export type AttributionModel = (typeof attributionModels)[number]

/** By what touches are told apart. */
export const attributionSplits = ['source', 'campaign'] as const
export type AttributionSplit = (typeof attributionSplits)[number]
