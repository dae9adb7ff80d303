import { inLocale, type Words } from '../content/words.ts'

/** What the pages of a form say beside the form's own words. */
const pageWords = {
  optional: { en: '(optional)', ru: '(необязательно)', fa: '(اختیاری)' },
  choose: { en: 'Please choose', ru: 'Выберите', fa: 'برگزینید' },
  leaveEmpty: {
    en: 'Leave this field empty',
    ru: 'Оставьте это поле пустым',
    fa: 'این فیلد را خالی بگذارید',
  },
  refusedTitle: { en: 'Please check your answers', ru: 'Проверьте ответы', fa: 'پاسخ‌های خود را بررسی کنید' },
  refused: {
    en: 'Your answers were not sent yet. This needs your attention:',
    ru: 'Ответы пока не отправлены. Обратите внимание:',
    fa: 'پاسخ‌ها هنوز فرستاده نشده‌اند. به این‌ها توجه کنید:',
  },
  goBack: {
    en: 'Go back with your browser’s back button: what you wrote is still there.',
    ru: 'Вернитесь кнопкой «Назад» в браузере: всё, что вы написали, сохранилось.',
    fa: 'با دکمهٔ بازگشت مرورگر برگردید: آنچه نوشته‌اید هنوز آن‌جاست.',
  },
} as const satisfies Record<string, Words>

/** One of the pages' own texts in a language, or the nearest there is. */
export function pageWord(name: keyof typeof pageWords, locale: string): string {
  return inLocale(pageWords[name], locale)
}
