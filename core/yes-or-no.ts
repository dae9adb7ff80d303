import * as z from 'zod/mini'

/** A yes or a no in a file that people write: YAML reads `yes` as text. */
export const yesOrNo = z.pipe(
  z.union([z.boolean(), z.enum(['yes', 'no'], 'write yes or no')]),
  z.transform((given: boolean | 'yes' | 'no') => given === true || given === 'yes'),
)
