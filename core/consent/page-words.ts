import { fallbacks } from '../content/words.ts'

/** The languages that the pages behind links in mails speak. */
export type PageLocale = 'en' | 'de' | 'ru' | 'fa'

interface PageWords {
  readonly confirm: Record<'title' | 'ask' | 'button' | 'note' | 'doneTitle' | 'done' | 'goneTitle' | 'gone', string>
  readonly unsubscribe: Record<'title' | 'ask' | 'all' | 'button' | 'doneTitle' | 'done' | 'doneAll', string>
  readonly preferences: Record<
    | 'title'
    | 'ask'
    | 'save'
    | 'allOff'
    | 'saved'
    | 'none'
    | 'pending'
    | 'suppressed'
    | 'about'
    | 'aboutNote'
    | 'interests',
    string
  >
  /** Behind a link to a gated file that is too old. */
  readonly file: Record<
    'goneTitle' | 'gone' | 'button' | 'goneForGood' | 'sentTitle' | 'sent' | 'notSentTitle' | 'refused' | 'later',
    string
  >
}

/** The language to speak to a reader of this locale. */
export function pageLocale(wanted: string): PageLocale {
  const found = fallbacks(wanted).find((one) => Object.hasOwn(pageWords, one))
  return (found ?? 'en') as PageLocale
}

/** The words of the pages that people reach from their mail. */
export const pageWords: Record<PageLocale, PageWords> = {
  en: {
    confirm: {
      title: 'Please confirm',
      ask: 'You asked us to send you email. Press the button to confirm:',
      button: 'Yes, I confirm',
      note: 'If this was not you, just close this page: we will send nothing.',
      doneTitle: 'Thank you',
      done: 'Your subscription is confirmed. You can stop at any time, with one click in every email.',
      goneTitle: 'This link is no longer valid',
      gone: 'It is older than 14 days, or you have unsubscribed since. If you would like to get our emails, please fill in the form again.',
    },
    unsubscribe: {
      title: 'Unsubscribe',
      ask: 'Press the button, and we will stop sending you emails on this topic:',
      all: 'Stop all other topics too',
      button: 'Unsubscribe',
      doneTitle: 'You are unsubscribed',
      done: 'We will send you no more emails on this topic.',
      doneAll: 'We will send you no more marketing emails.',
    },
    preferences: {
      title: 'Your emails',
      ask: 'Tick what we may send you.',
      save: 'Save',
      allOff: 'Stop all emails',
      saved: 'Your choice is stored.',
      none: 'There is nothing that we send to this address.',
      pending: 'not confirmed yet',
      suppressed:
        'At present we send nothing to this address: emails came back, were reported, or a colleague of ours stopped them.',
      about: 'About you',
      aboutNote: 'So that we send what is of use to you. Leave open or empty whatever you like.',
      interests: 'You read about these. Untick what you no longer want more of.',
    },
    file: {
      goneTitle: 'This link has run out',
      gone: 'Links to our files are good for a limited time. Press the button, and we will send a new one to the email address that this link was sent to.',
      button: 'Send me a new link',
      goneForGood: 'This link has run out. Please ask for the file again on our website.',
      sentTitle: 'A new link is on its way',
      sent: 'We have sent it to the email address that the old link was sent to. It comes within a few minutes; a second press sends no second email today.',
      notSentTitle: 'No new link was sent',
      refused:
        'We may not send email to this address at present: emails came back, were reported, or a colleague of ours stopped them. Please ask for the file on our website.',
      later: 'We could not send it at the moment. Please try again in a few minutes.',
    },
  },
  de: {
    confirm: {
      title: 'Bitte bestätigen',
      ask: 'Sie haben uns gebeten, Ihnen E-Mails zu schicken. Mit dem Knopf bestätigen Sie:',
      button: 'Ja, ich bestätige',
      note: 'Wenn Sie es nicht waren, schließen Sie diese Seite einfach: Wir schicken nichts.',
      doneTitle: 'Vielen Dank',
      done: 'Ihre Anmeldung ist bestätigt. Sie können sie jederzeit beenden, mit einem Klick in jeder E-Mail.',
      goneTitle: 'Dieser Link gilt nicht mehr',
      gone: 'Er ist älter als 14 Tage, oder Sie haben sich seitdem abgemeldet. Wenn Sie unsere E-Mails bekommen möchten, füllen Sie bitte das Formular noch einmal aus.',
    },
    unsubscribe: {
      title: 'Abbestellen',
      ask: 'Drücken Sie den Knopf, dann schicken wir Ihnen keine E-Mails mehr zu diesem Thema:',
      all: 'Auch alle anderen Themen beenden',
      button: 'Abbestellen',
      doneTitle: 'Sie sind abgemeldet',
      done: 'Wir schicken Ihnen keine E-Mails mehr zu diesem Thema.',
      doneAll: 'Wir schicken Ihnen keine Werbe-E-Mails mehr.',
    },
    preferences: {
      title: 'Ihre E-Mails',
      ask: 'Kreuzen Sie an, was wir Ihnen schicken dürfen.',
      save: 'Speichern',
      allOff: 'Alle E-Mails beenden',
      saved: 'Ihre Auswahl ist gespeichert.',
      none: 'An diese Adresse schicken wir nichts.',
      pending: 'noch nicht bestätigt',
      suppressed:
        'Zurzeit schicken wir nichts an diese Adresse: E-Mails kamen zurück, wurden gemeldet, oder jemand von uns hat sie angehalten.',
      about: 'Über Sie',
      aboutNote: 'Damit wir schicken, was Ihnen nützt. Lassen Sie offen oder leer, was Sie möchten.',
      interests: 'Darüber haben Sie gelesen. Nehmen Sie das Häkchen weg, wovon Sie nichts mehr möchten.',
    },
    file: {
      goneTitle: 'Dieser Link ist abgelaufen',
      gone: 'Links zu unseren Dateien gelten eine begrenzte Zeit. Mit dem Knopf schicken wir einen neuen an die E-Mail-Adresse, an die dieser Link ging.',
      button: 'Neuen Link schicken',
      goneForGood: 'Dieser Link ist abgelaufen. Bitte fordern Sie die Datei auf unserer Website noch einmal an.',
      sentTitle: 'Ein neuer Link ist unterwegs',
      sent: 'Wir haben ihn an die E-Mail-Adresse geschickt, an die der alte Link ging. Er kommt in wenigen Minuten; ein zweiter Druck schickt heute keine zweite E-Mail.',
      notSentTitle: 'Es wurde kein Link geschickt',
      refused:
        'Zurzeit dürfen wir an diese Adresse nichts schicken: E-Mails kamen zurück, wurden gemeldet, oder jemand von uns hat sie angehalten. Bitte fordern Sie die Datei auf unserer Website an.',
      later: 'Das ging im Moment nicht. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
    },
  },
  ru: {
    confirm: {
      title: 'Подтвердите подписку',
      ask: 'Вы просили присылать вам письма. Нажмите кнопку, чтобы подтвердить:',
      button: 'Да, подтверждаю',
      note: 'Если это были не вы, просто закройте страницу: мы ничего не пришлём.',
      doneTitle: 'Спасибо',
      done: 'Подписка подтверждена. Отписаться можно в любой момент одним нажатием в каждом письме.',
      goneTitle: 'Ссылка больше не действует',
      gone: 'Ей больше 14 дней, или вы уже отписались после запроса. Если хотите получать письма, заполните форму ещё раз.',
    },
    unsubscribe: {
      title: 'Отписка',
      ask: 'Нажмите кнопку, и мы перестанем присылать вам письма по этой теме:',
      all: 'И по всем остальным темам тоже',
      button: 'Отписаться',
      doneTitle: 'Вы отписались',
      done: 'Писем по этой теме больше не будет.',
      doneAll: 'Рекламных писем от нас больше не будет.',
    },
    preferences: {
      title: 'Ваши письма',
      ask: 'Отметьте, что нам можно вам присылать.',
      save: 'Сохранить',
      allOff: 'Отписаться от всего',
      saved: 'Ваш выбор сохранён.',
      none: 'На этот адрес мы ничего не присылаем.',
      pending: 'ещё не подтверждено',
      suppressed:
        'Сейчас мы ничего не отправляем на этот адрес: письма возвращались, на них пожаловались или отправку остановил наш сотрудник.',
      about: 'О вас',
      aboutNote: 'Чтобы присылать полезное именно вам. Любое поле можно не заполнять или очистить.',
      interests: 'Об этом вы читали. Снимите отметку с того, что больше не интересно.',
    },
    file: {
      goneTitle: 'Срок ссылки истёк',
      gone: 'Ссылки на наши файлы действуют ограниченное время. Нажмите кнопку, и мы пришлём новую на тот адрес, на который пришла эта.',
      button: 'Прислать новую ссылку',
      goneForGood: 'Срок ссылки истёк. Пожалуйста, запросите файл на нашем сайте ещё раз.',
      sentTitle: 'Новая ссылка уже в пути',
      sent: 'Мы отправили её на тот адрес, на который пришла прежняя. Письмо придёт через несколько минут; второе нажатие сегодня второго письма не отправит.',
      notSentTitle: 'Ссылка не отправлена',
      refused:
        'Сейчас мы не можем писать на этот адрес: письма возвращались, на них пожаловались или отправку остановил наш сотрудник. Пожалуйста, запросите файл на нашем сайте.',
      later: 'Сейчас отправить не получилось. Пожалуйста, попробуйте через несколько минут.',
    },
  },
  fa: {
    confirm: {
      title: 'لطفاً تأیید کنید',
      ask: 'خواسته بودید برایتان ایمیل بفرستیم. برای تأیید، دکمه را بزنید:',
      button: 'بله، تأیید می‌کنم',
      note: 'اگر شما درخواست نداده‌اید، همین صفحه را ببندید؛ چیزی نمی‌فرستیم.',
      doneTitle: 'سپاس از شما',
      done: 'اشتراک شما تأیید شد. هر زمان که بخواهید، با یک کلیک در هر ایمیل می‌توانید آن را لغو کنید.',
      goneTitle: 'این پیوند دیگر معتبر نیست',
      gone: 'بیش از ۱۴ روز از آن گذشته یا پس از درخواست، اشتراک را لغو کرده‌اید. اگر می‌خواهید ایمیل‌های ما را بگیرید، لطفاً فرم را دوباره پر کنید.',
    },
    unsubscribe: {
      title: 'لغو اشتراک',
      ask: 'دکمه را بزنید تا دیگر دربارهٔ این موضوع برایتان ایمیل نفرستیم:',
      all: 'همهٔ موضوع‌های دیگر را هم لغو کنید',
      button: 'لغو اشتراک',
      doneTitle: 'اشتراک شما لغو شد',
      done: 'دیگر دربارهٔ این موضوع ایمیلی نمی‌فرستیم.',
      doneAll: 'دیگر هیچ ایمیل تبلیغاتی برایتان نمی‌فرستیم.',
    },
    preferences: {
      title: 'ایمیل‌های شما',
      ask: 'آنچه را می‌خواهید برایتان بفرستیم علامت بزنید.',
      save: 'ذخیره',
      allOff: 'لغو همهٔ ایمیل‌ها',
      saved: 'انتخاب شما ذخیره شد.',
      none: 'به این نشانی چیزی نمی‌فرستیم.',
      pending: 'هنوز تأیید نشده',
      suppressed:
        'فعلاً به این نشانی چیزی نمی‌فرستیم: ایمیل‌ها برگشته‌اند، گزارش شده‌اند یا یکی از همکاران ما ارسال را متوقف کرده است.',
      about: 'دربارهٔ شما',
      aboutNote: 'تا چیزی بفرستیم که به کارتان بیاید. هر کدام را که خواستید خالی بگذارید یا پاک کنید.',
      interests: 'دربارهٔ این‌ها خوانده‌اید. علامت هر کدام را که دیگر نمی‌خواهید بردارید.',
    },
    file: {
      goneTitle: 'مهلت این پیوند به پایان رسیده است',
      gone: 'پیوند فایل‌های ما مدت محدودی معتبر است. دکمه را بزنید تا پیوند تازه‌ای به همان نشانی ایمیلی بفرستیم که این پیوند به آن رسیده بود.',
      button: 'پیوند تازه بفرستید',
      goneForGood: 'مهلت این پیوند به پایان رسیده است. لطفاً فایل را دوباره در وب‌سایت ما درخواست کنید.',
      sentTitle: 'پیوند تازه در راه است',
      sent: 'آن را به همان نشانی ایمیلی فرستادیم که پیوند پیشین به آن رسیده بود. تا چند دقیقهٔ دیگر می‌رسد؛ با زدن دوبارهٔ دکمه، امروز ایمیل دومی فرستاده نمی‌شود.',
      notSentTitle: 'پیوندی فرستاده نشد',
      refused:
        'فعلاً نمی‌توانیم به این نشانی چیزی بفرستیم: ایمیل‌ها برگشته‌اند، گزارش شده‌اند یا یکی از همکاران ما ارسال را متوقف کرده است. لطفاً فایل را در وب‌سایت ما درخواست کنید.',
      later: 'فعلاً نتوانستیم آن را بفرستیم. لطفاً چند دقیقهٔ دیگر دوباره امتحان کنید.',
    },
  },
}
