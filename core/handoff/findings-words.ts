import { inLocale } from '../content/words.ts'
import { type FindingName, type Found, findingNames } from './finding.ts'

const labels: Readonly<Record<FindingName, Record<string, string>>> = {
  need: { en: 'Need', ru: 'Потребность', fa: 'نیاز' },
  authority: { en: 'Who decides', ru: 'Кто решает', fa: 'تصمیم‌گیرنده' },
  budget: { en: 'Budget', ru: 'Бюджет', fa: 'بودجه' },
  timing: { en: 'By when', ru: 'К какому сроку', fa: 'تا چه زمانی' },
}

/** What a finding is about, in the reader's language. */
export function findingLabel(name: FindingName, locale: string): string {
  return inLocale(labels[name], locale)
}

/** What sales found, in a fixed order and in the reader's language; the words themselves are those of whoever found it. */
export function findingsInWords(found: Found, locale: string): { label: string; value: string }[] {
  return findingNames.flatMap((name) => {
    const value = found[name]
    return value === undefined ? [] : [{ label: findingLabel(name, locale), value }]
  })
}
