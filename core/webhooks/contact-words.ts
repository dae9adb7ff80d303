interface Words {
  readonly subject: string
  readonly body: string
  readonly next: string
}

/** `ID` is the name of the webhook, `WHY` the reason in words. */
const words: Readonly<Record<string, Words>> = {
  en: {
    subject: 'The webhook ID is switched off',
    body: 'Ripen tried for three days, or was told to stop: WHY. Nothing more is sent to the webhook ID.',
    next: 'Mend the receiver, switch the webhook on again, and send what was missed: docs/webhooks.md says how.',
  },
  ru: {
    subject: 'Вебхук ID отключён',
    body: 'Ripen пытался три дня или получил отказ: WHY. Вебхуку ID больше ничего не отправляется.',
    next: 'Почините приёмник, включите вебхук снова и отправьте пропущенное: как это сделать, сказано в docs/webhooks.md.',
  },
  fa: {
    subject: 'وب‌هوک ID خاموش شد',
    body: 'Ripen سه روز تلاش کرد یا پاسخ منفی گرفت: WHY. دیگر چیزی به وب‌هوک ID فرستاده نمی‌شود.',
    next: 'گیرنده را درست کنید، وب‌هوک را دوباره روشن کنید و آنچه نرسیده را بفرستید: روش آن در docs/webhooks.md آمده است.',
  },
}

/** The mail to whoever answers for a webhook that was given up. */
export function webhookNotice({ webhookId, reason, locale }: { webhookId: string; reason: string; locale: string }) {
  const known = locale.split('-')[0] ?? ''
  const own = words[known]
  const { subject, body, next } = own ?? (words.en as Words)
  const filled = (text: string) => text.replaceAll('ID', webhookId).replace('WHY', reason)
  return { subject: filled(subject), paragraphs: [body, next].map(filled), locale: own ? known : 'en' }
}
