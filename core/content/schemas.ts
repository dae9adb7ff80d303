import type * as z from 'zod/mini'
import { form } from '../capture/form.ts'
import { slaPolicy } from '../handoff/policy.ts'
import { funnel } from '../leads/funnel.ts'
import { sequence } from '../nurture/sequence.ts'
import { scoringModel } from '../scoring/model.ts'

/** What is written in YAML, by type; emails are Markdown or MJML and come apart from these. */
export const contentSchemas = {
  sequences: sequence,
  forms: form,
  'scoring-models': scoringModel,
  'sla-policies': slaPolicy,
  funnel,
} as const

export type YamlType = keyof typeof contentSchemas
export type ContentValue<Type extends YamlType> = z.output<(typeof contentSchemas)[Type]>

/** A type with its schema, for who reads content of this type alone: a bundle then holds no other schema. */
export interface YamlKind<Type extends YamlType> {
  readonly type: Type
  readonly schema: (typeof contentSchemas)[Type]
}
export const sequencesKind: YamlKind<'sequences'> = { type: 'sequences', schema: sequence }
export const formsKind: YamlKind<'forms'> = { type: 'forms', schema: form }
export const scoringModelsKind: YamlKind<'scoring-models'> = { type: 'scoring-models', schema: scoringModel }
export const slaPoliciesKind: YamlKind<'sla-policies'> = { type: 'sla-policies', schema: slaPolicy }
