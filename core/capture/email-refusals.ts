import type { Words } from '../content/words.ts'

/** Why an address is not taken, in words for the person who typed it. */
export const emailRefusals = {
  missing: {
    en: 'Enter your email address.',
    de: 'Geben Sie Ihre E-Mail-Adresse ein.',
    ru: 'Укажите адрес электронной почты.',
    fa: 'نشانی ایمیل خود را بنویسید.',
  },
  'too-long': {
    en: 'This address is too long: an email address has at most 254 characters.',
    de: 'Diese Adresse ist zu lang: Eine E-Mail-Adresse hat höchstens 254 Zeichen.',
    ru: 'Адрес слишком длинный: в нём может быть не более 254 знаков.',
    fa: 'این نشانی بیش از اندازه بلند است: نشانی ایمیل حداکثر ۲۵۴ نویسه دارد.',
  },
  'no-at': {
    en: 'There is no @ in this address. It should look like name@example.com.',
    de: 'In dieser Adresse fehlt das @. Sie sollte aussehen wie name@example.com.',
    ru: 'В адресе нет знака @. Он должен выглядеть так: name@example.com.',
    fa: 'در این نشانی علامت @ نیست. نشانی باید مانند name@example.com باشد.',
  },
  'several-at': {
    en: 'There is more than one @ in this address. Enter one address only.',
    de: 'In dieser Adresse steht mehr als ein @. Geben Sie nur eine Adresse ein.',
    ru: 'В адресе больше одного знака @. Укажите только один адрес.',
    fa: 'در این نشانی بیش از یک علامت @ هست. فقط یک نشانی بنویسید.',
  },
  'no-local-part': {
    en: 'The part before the @ is missing.',
    de: 'Der Teil vor dem @ fehlt.',
    ru: 'Нет части адреса перед знаком @.',
    fa: 'بخش پیش از @ نوشته نشده است.',
  },
  'no-domain': {
    en: 'The part after the @ is missing.',
    de: 'Der Teil nach dem @ fehlt.',
    ru: 'Нет части адреса после знака @.',
    fa: 'بخش پس از @ نوشته نشده است.',
  },
  'local-part-too-long': {
    en: 'The part before the @ is too long: it has at most 64 characters.',
    de: 'Der Teil vor dem @ ist zu lang: Er hat höchstens 64 Zeichen.',
    ru: 'Часть перед знаком @ слишком длинная: в ней может быть не более 64 знаков.',
    fa: 'بخش پیش از @ بیش از اندازه بلند است: حداکثر ۶۴ نویسه دارد.',
  },
  quoted: {
    en: 'Addresses in quotation marks can’t be used here. Enter another address.',
    de: 'Adressen in Anführungszeichen gehen hier nicht. Geben Sie eine andere Adresse ein.',
    ru: 'Адреса в кавычках здесь использовать нельзя. Укажите другой адрес.',
    fa: 'نشانی‌های درون گیومه را این‌جا نمی‌توان به کار برد. نشانی دیگری بنویسید.',
  },
  dots: {
    en: 'The part before the @ begins or ends with a dot, or has two dots in a row.',
    de: 'Der Teil vor dem @ beginnt oder endet mit einem Punkt oder hat zwei Punkte hintereinander.',
    ru: 'Часть перед знаком @ начинается или заканчивается точкой, или в ней две точки подряд.',
    fa: 'بخش پیش از @ با نقطه آغاز یا تمام می‌شود یا دو نقطهٔ پشت سر هم دارد.',
  },
  characters: {
    en: 'There is a character in this address that can’t be there: a space, a bracket, a comma, or one that you don’t see.',
    de: 'In dieser Adresse steht ein Zeichen, das dort nicht sein kann: ein Leerzeichen, eine Klammer, ein Komma oder eines, das man nicht sieht.',
    ru: 'В адресе есть недопустимый знак: пробел, скобка, запятая или невидимый знак.',
    fa: 'در این نشانی نویسه‌ای هست که نباید باشد: فاصله، پرانتز، ویرگول یا نویسه‌ای نادیدنی.',
  },
  'domain-incomplete': {
    en: 'The part after the @ is incomplete. It should look like example.com.',
    de: 'Der Teil nach dem @ ist nicht vollständig. Er sollte aussehen wie example.com.',
    ru: 'Часть после знака @ неполная. Она должна выглядеть так: example.com.',
    fa: 'بخش پس از @ کامل نیست. باید مانند example.com باشد.',
  },
  domain: {
    en: 'The part after the @ is not the name of a mail server. It should look like example.com.',
    de: 'Der Teil nach dem @ ist kein Name eines Mailservers. Er sollte aussehen wie example.com.',
    ru: 'Часть после знака @ не похожа на имя почтового сервера. Она должна выглядеть так: example.com.',
    fa: 'بخش پس از @ نام یک کارساز ایمیل نیست. باید مانند example.com باشد.',
  },
  'local-part-not-ascii': {
    en: 'This address is correct, but our mail service can’t deliver to a name before the @ that is not in Latin letters. Enter another address.',
    de: 'Diese Adresse ist richtig, aber unser Maildienst kann nur zustellen, wenn der Name vor dem @ in lateinischen Buchstaben ohne Umlaute steht. Geben Sie eine andere Adresse ein.',
    ru: 'Адрес правильный, но наша почтовая служба не доставляет письма, если имя перед знаком @ написано не латиницей. Укажите другой адрес.',
    fa: 'این نشانی درست است، ولی سرویس ایمیل ما نمی‌تواند به نامی پیش از @ که با حروف لاتین نیست برساند. نشانی دیگری بنویسید.',
  },
} as const satisfies Record<string, Words>

export type EmailRefusal = keyof typeof emailRefusals
