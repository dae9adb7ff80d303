import { describe, expect, it } from 'vitest'
import { onlyAsksToStop } from '../../../core/replies/asks-to-stop.ts'

describe('a reply that says only stop', () => {
  it.each([
    'stop',
    'STOP!!!',
    'Stop.',
    'Unsubscribe',
    'unsubscribe me',
    'please unsubscribe',
    'Please unsubscribe me from this mailing list, thank you',
    'Unsubscribe me from all lists',
    'opt-out',
    'Remove me',
    'Please remove me from your list.',
    'Take me off your mailing list',
    'Do not email me again',
    "Don't send me any more emails",
    'Stop sending me emails',
    'stop emailing me',
    'No more emails please',
    'Cancel my subscription',
    'I want to unsubscribe',
    'Hello,\n\nplease stop.\n\nThank you',
    'Stopp!',
    'Abmelden',
    'Bitte abmelden',
    'Newsletter abbestellen',
    'Bitte melden Sie mich vom Newsletter ab.',
    'Bitte tragen Sie mich aus Ihrem Verteiler aus, vielen Dank.',
    'Sehr geehrte Damen und Herren,\n\nbitte nehmen Sie mich aus dem Verteiler.',
    'Mich bitte aus der Liste löschen',
    'Schicken Sie mir keine E-Mails mehr!',
    'Schreiben Sie mir bitte nicht mehr',
    'Keine Werbung mehr bitte',
    'Ich möchte keine weiteren Mails erhalten',
    'Ich widerrufe hiermit meine Einwilligung.',
    'стоп',
    'СТОП',
    'отписаться',
    'Отпишите меня',
    'отпишите меня, пожалуйста',
    'Прошу отписать меня от рассылки',
    'Удалите меня из рассылки',
    'Удалите меня из вашей базы',
    'Не пишите мне больше',
    'больше не пишите',
    'Больше не присылайте письма',
    'Прекратите рассылку',
    'Хватит писать мне',
    'Отказ от рассылки',
    'Отмена подписки',
    'لغو',
    'لغو اشتراک',
    'لغو عضویت',
    'لغو کنید',
    'انصراف',
    'حذف کنید',
    'لطفا من را حذف کنید',
    'عضویت من را لغو کنید',
    'اشتراک من را لغو کنید لطفا',
    'دیگر ایمیل نفرستید',
    'لطفاً دیگر برای من ایمیل نفرستید',
    'لغو اشتراك',
  ])('%s', (said) => {
    expect(onlyAsksToStop(said)).toBe(true)
  })

  it.each([
    '',
    'Thanks',
    'Hello',
    'Yes, please call me',
    'Do not stop!',
    'Stop by our stand on Monday',
    'Can I unsubscribe my colleague?',
    'Unsubscribe is broken on your page, and we want a demo',
    'We had to stop the project',
    'Please remove the second line from the offer',
    'Cancel the meeting on Monday',
    'When does my subscription end?',
    'Schreiben Sie mir bitte am Montag',
    'Schicken Sie mir mehr',
    'Wie kann ich mich abmelden?',
    'Bitte melden Sie sich bei mir',
    'Wir haben den alten Vertrag gekündigt',
    'Ich möchte mich zum Seminar anmelden',
    'Nehmen Sie meine Kollegin in den Verteiler auf',
    'Не останавливайтесь',
    'Отпишитесь, когда будет готово предложение',
    'Стоп-лист отправил вчера',
    'Как отписаться?',
    'Нам нужен отказ от старой системы',
    'قرارداد را لغو کردیم',
    'لغو پرواز داشتیم، فردا تماس بگیرید',
    'stop '.repeat(100),
  ])('not: %s', (said) => {
    expect(onlyAsksToStop(said)).toBe(false)
  })

  it('says it in the subject where the mail is empty, if that is the person’s own', () => {
    expect(onlyAsksToStop(' \n', 'Unsubscribe')).toBe(true)
    expect(onlyAsksToStop('', 'отписаться')).toBe(true)
    for (const subject of ['Re: Stop', 'Ответ', 'RE[2]: unsubscribe', 'A case study']) {
      expect(onlyAsksToStop('', subject), subject).toBe(false)
    }
    expect(onlyAsksToStop('Yes, call me', 'Unsubscribe')).toBe(false)
  })
})
