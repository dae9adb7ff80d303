import { inLocale } from '../content/words.ts'
import type { Stage } from './lead.ts'

const names: Record<Stage, Record<string, string>> = {
  subscriber: { en: 'subscriber', ru: 'подписчик', fa: 'مشترک' },
  lead: { en: 'lead', ru: 'лид', fa: 'سرنخ' },
  mql: { en: 'MQL', ru: 'MQL', fa: 'MQL' },
  sql: { en: 'SQL', ru: 'SQL', fa: 'SQL' },
  opportunity: { en: 'opportunity', ru: 'сделка', fa: 'فرصت فروش' },
  customer: { en: 'customer', ru: 'клиент', fa: 'مشتری' },
}

/** The name of a stage, in the reader's language. */
export function stageName(stage: Stage, locale: string): string {
  return inLocale(names[stage], locale)
}
