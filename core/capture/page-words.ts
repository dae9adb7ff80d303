import { inLocale, type Words } from '../content/words.ts'

/** What the pages of a form say beside the form's own words. */
const pageWords = {
  optional: { en: '(optional)', de: '(freiwillig)', ru: '(необязательно)', fa: '(اختیاری)' },
  choose: { en: 'Please choose', de: 'Bitte wählen', ru: 'Выберите', fa: 'برگزینید' },
  leaveEmpty: {
    en: 'Leave this field empty',
    de: 'Lassen Sie dieses Feld leer',
    ru: 'Оставьте это поле пустым',
    fa: 'این فیلد را خالی بگذارید',
  },
  refusedTitle: {
    en: 'Please check your answers',
    de: 'Bitte prüfen Sie Ihre Angaben',
    ru: 'Проверьте ответы',
    fa: 'پاسخ‌های خود را بررسی کنید',
  },
  refused: {
    en: 'Your answers were not sent yet. This needs your attention:',
    de: 'Ihre Angaben wurden noch nicht gesendet. Bitte sehen Sie sich das an:',
    ru: 'Ответы пока не отправлены. Обратите внимание:',
    fa: 'پاسخ‌ها هنوز فرستاده نشده‌اند. به این‌ها توجه کنید:',
  },
  goBack: {
    en: 'Go back with your browser’s back button: what you wrote is still there.',
    de: 'Gehen Sie mit der Zurück-Taste des Browsers zurück: Was Sie geschrieben haben, ist noch da.',
    ru: 'Вернитесь кнопкой «Назад» в браузере: всё, что вы написали, сохранилось.',
    fa: 'با دکمهٔ بازگشت مرورگر برگردید: آنچه نوشته‌اید هنوز آن‌جاست.',
  },
} as const satisfies Record<string, Words>

/** One of the pages' own texts in a language, or the nearest there is. */
export function pageWord(name: keyof typeof pageWords, locale: string): string {
  return inLocale(pageWords[name], locale)
}
