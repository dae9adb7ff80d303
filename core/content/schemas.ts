import type * as z from 'zod/mini'
import { form } from '../capture/form.ts'
import { gatedFile } from '../files/gated-file.ts'
import { slaPolicy } from '../handoff/policy.ts'
import { funnel } from '../leads/funnel.ts'
import { type Sequence, sequence, storedSequence } from '../nurture/sequence.ts'
import { scoringModel } from '../scoring/model.ts'
import { site } from '../website/site.ts'

/** What is written in YAML, by type; emails are Markdown or MJML and come apart from these. */
export const contentSchemas = {
  sequences: sequence,
  forms: form,
  'scoring-models': scoringModel,
  'sla-policies': slaPolicy,
  funnel,
  sites: site,
  files: gatedFile,
} as const

export type YamlType = keyof typeof contentSchemas
export type ContentValue<Type extends YamlType> = Type extends 'sequences'
  ? Sequence
  : z.output<(typeof contentSchemas)[Type]>

/** A type with the schema of what is stored of it, for who reads content of this type alone: a bundle then holds no other schema. */
export interface YamlKind<Type extends YamlType> {
  readonly type: Type
  readonly schema: z.ZodMiniType<ContentValue<Type>>
}
export const sequencesKind: YamlKind<'sequences'> = { type: 'sequences', schema: storedSequence }
export const formsKind: YamlKind<'forms'> = { type: 'forms', schema: form }
export const scoringModelsKind: YamlKind<'scoring-models'> = { type: 'scoring-models', schema: scoringModel }
export const filesKind: YamlKind<'files'> = { type: 'files', schema: gatedFile }
export const sitesKind: YamlKind<'sites'> = { type: 'sites', schema: site }
export const slaPoliciesKind: YamlKind<'sla-policies'> = { type: 'sla-policies', schema: slaPolicy }
