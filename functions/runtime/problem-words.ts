import type { PageLocale } from '../../core/consent/page-words.ts'

/** What whoever followed a link of a mail may meet: part of it is missing, or nothing can be done at this moment. Other problems are for who wrote the request. */
export const problemWords: Readonly<Record<number, Readonly<Record<PageLocale, readonly [string, string]>>>> = {
  404: {
    en: ['Not found', 'There is nothing at this address. If a link brought you here, part of it may be missing.'],
    de: [
      'Nicht gefunden',
      'Unter dieser Adresse ist nichts. Falls ein Link Sie hergeführt hat, fehlt vielleicht ein Teil von ihm.',
    ],
    ru: [
      'Страница не найдена',
      'По этому адресу ничего нет. Если вы пришли по ссылке, возможно, она скопирована не целиком.',
    ],
    fa: ['پیدا نشد', 'در این نشانی چیزی نیست. اگر با پیوندی به اینجا آمده‌اید، شاید بخشی از آن جا مانده باشد.'],
  },
  503: {
    en: ['Not available at the moment', 'This could not be done at the moment. Please try again in a few minutes.'],
    de: [
      'Im Moment nicht möglich',
      'Das hat gerade nicht geklappt. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
    ],
    ru: ['Сейчас недоступно', 'Сейчас это не получилось. Пожалуйста, попробуйте ещё раз через несколько минут.'],
    fa: ['فعلاً در دسترس نیست', 'این کار الان انجام نشد. لطفاً چند دقیقهٔ دیگر دوباره امتحان کنید.'],
  },
}
