import * as z from 'zod/mini'

export const contentTypes = [
  'emails',
  'sequences',
  'forms',
  'scoring-models',
  'sla-policies',
  'funnel',
  'sites',
  'files',
] as const
export const contentType = z.enum(contentTypes)
export type ContentType = z.infer<typeof contentType>
