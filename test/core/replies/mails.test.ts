import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mentionsStop } from '../../../core/replies/asks-to-stop.ts'
import { readMail } from '../../../core/replies/read-mail.ts'
import { type ReplyKind, replyKind } from '../../../core/replies/reply-kind.ts'
import { visibleText } from '../../../core/replies/visible-text.ts'

const folder = join(import.meta.dirname, 'mails')

/** Each mail in `mails/`: what it is, and what its writer wrote. */
const expected: Record<string, readonly [ReplyKind, said?: string, signature?: string]> = {
  'en-gmail': ['person', 'Interesting, thanks. Do you also support two warehouses?'],
  'en-gmail-broken-line': ['person', 'Yes, call me on Monday.'],
  'en-gmail-html-only': ['person', 'Interesting, thanks. Do you also support two warehouses?'],
  'en-outlook': ['person', 'Please send me an offer for 40 users.', 'Regards\nJohn'],
  'en-outlook-html-only': ['person', 'We are interested, but only next year.'],
  'en-outlook-web': ['person', 'What does it cost?'],
  'en-apple': ['person', 'Could you call my colleague instead?'],
  'en-iphone': ['person', 'Sounds good', 'Sent from my iPhone'],
  'en-thunderbird-inline': ['person', 'We have read it.\nYes, on Tuesday.'],
  'en-bottom-posted': [
    'person',
    'It answers all our questions.',
    '--\nJohn Smith\nHead of IT, Shop Ltd\n+44 20 7946 0000',
  ],
  'en-flowed': ['person', 'This is a long line that a program has broken softly into two.'],
  'en-attachments': ['person', 'Our prices are attached.', 'Best regards,\nJohn'],
  'en-stop': ['stop', 'STOP'],
  'en-unsubscribe-signed': ['stop', 'Hi,\n\nplease unsubscribe me from this list. Thanks!'],
  'en-remove-me-named': ['stop', 'Remove me from your mailing list', 'John Smith\nShop Ltd'],
  'en-unsubscribe-subject': ['stop', ''],
  'en-would-have-unsubscribed': ['person', 'I was about to unsubscribe, but the case study is good. Can we talk?'],
  'en-stop-sending-but-call': ['person', 'Please stop sending these and call me instead: +44 20 7946 0000.'],
  'en-away-exchange': ['out-of-office'],
  'en-away-gmail': ['out-of-office'],
  'en-away-no-heads': ['out-of-office'],
  'en-away-says-stop': ['out-of-office'],
  'en-ticket': ['automatic'],
  'en-mailing-list': ['automatic'],
  'en-bounce': ['bounce'],
  'en-bounce-qmail': ['bounce'],
  'en-read-receipt': ['automatic'],
  'en-forwarded-came-back': ['own'],
  'en-delivered-to': ['person', 'By a copy that no head names.'],
  'de-outlook': [
    'person',
    'Guten Tag,\n\nwas kostet es für 40 Plätze?',
    'Mit freundlichen Grüßen\nAnna Vogel\nLaden GmbH',
  ],
  'de-thunderbird': ['person', 'Ja, rufen Sie mich am Dienstag an.'],
  'de-iphone': ['person', 'Klingt gut', 'Von meinem iPhone gesendet'],
  'de-stop': ['stop', 'Guten Tag,\n\nbitte tragen Sie mich aus Ihrem Verteiler aus. Danke!', 'Viele Grüße\nAnna'],
  'de-away': ['out-of-office'],
  'de-bounce': ['bounce'],
  'ru-gmail': ['person', 'Добрый день! Сколько стоит на 40 мест?'],
  'ru-yandex-koi8-r': ['person', 'Пришлите договор, пожалуйста.'],
  'ru-mailru-windows-1251': ['person', 'Нам подходит, созвонимся в среду?', 'С уважением,\nИван Петров'],
  'ru-outlook-windows-1251': ['person', 'Передал вашему коллеге вопросы.'],
  'ru-apple': ['person', 'Да, интересно.', 'Отправлено с iPhone'],
  'ru-stop-windows-1251': ['stop', 'Отписаться'],
  'ru-stop-polite': ['stop', 'Здравствуйте!\n\nПожалуйста, отпишите меня от рассылки. Спасибо.'],
  'ru-stop-do-not-write': ['stop', 'Больше не пишите мне'],
  'ru-otpiska-question': ['person', 'Как отписаться от второй рассылки, но остаться в этой?'],
  'ru-away': ['out-of-office'],
  'ru-away-yandex': ['out-of-office'],
  'ru-bounce': ['bounce'],
  'fa-gmail': ['person', 'سلام، برای دو انبار هم کار می‌کند؟'],
  'fa-outlook-html-only': ['person', 'لطفاً پیش‌فاکتور بفرستید.', 'با تشکر\nسارا احمدی'],
  'fa-stop': ['stop', 'لغو'],
  'fa-stop-polite': ['stop', 'سلام،\nلطفاً عضویت من را لغو کنید. ممنون', 'سارا'],
  'fa-stop-no-more': ['stop', 'دیگر ایمیل نفرستید'],
  'fa-not-stop': ['person', 'قرارداد قبلی را لغو کردیم و به دنبال راه‌حل تازه‌ایم. تماس بگیرید.'],
  'fa-away': ['out-of-office'],
}

async function read(name: string) {
  const mail = await readMail(readFileSync(join(folder, `${name}.eml`)))
  const visible = visibleText(mail.text, mail.from?.name)
  return { mail, visible, kind: replyKind(mail, visible) }
}

describe('a mail that came in', () => {
  it('has an answer here for each file', () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.eml$/, ''))
    expect(Object.keys(expected).toSorted()).toEqual(files.toSorted())
    expect(files.length).toBeGreaterThan(29)
  })

  it.each(Object.entries(expected))('%s', async (name, [kind, said, signature]) => {
    const { visible, kind: found } = await read(name)
    expect(found).toBe(kind)
    if (said !== undefined) expect(visible.said).toBe(said)
    if (signature !== undefined) expect(visible.signature).toBe(signature)
  })

  it('names who wrote and to whom, in any encoding', async () => {
    for (const name of Object.keys(expected)) {
      const { mail } = await read(name)
      expect(mail.recipients, name).toContain('reply-to-this-mail@reply.example.com')
      expect(mail.from?.address, name).toMatch(/@/)
    }
    expect((await read('ru-yandex-koi8-r')).mail).toMatchObject({
      from: { name: 'Иван Петров', address: 'ivan@magazin.example' },
      subject: 'Re: Разбор случая',
    })
  })

  it('tells what hung on it by name and size', async () => {
    expect((await read('en-attachments')).mail.attachments).toEqual([
      { name: 'prices 2026.pdf', bytes: 19 },
      { name: 'run-me.exe', bytes: 2 },
    ])
  })

  it.each(['en-would-have-unsubscribed', 'en-stop-sending-but-call', 'ru-otpiska-question'])(
    '%s speaks of wanting no more mail, which a person judges',
    async (name) => {
      expect(mentionsStop((await read(name)).visible.said)).toBe(true)
    },
  )
})
