import * as z from 'zod/mini'

/** YAML reads `yes` as text. */
export const yesOrNo = z.pipe(
  z.union([z.boolean(), z.enum(['yes', 'no'], 'write yes or no')]),
  z.transform((given: boolean | 'yes' | 'no') => given === true || given === 'yes'),
)
