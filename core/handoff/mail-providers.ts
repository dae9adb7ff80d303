import providers from 'email-providers/all.json' with { type: 'json' }

/** Beside those of the list. */
const more =
  `chmail.ir dispostable.com duck.com fastmail.com fastmail.fm internet.ru mail.kz mailfence.com narod.ru posteo.de posteo.net
skiff.com startmail.com tuta.com tuta.io tutamail.com tutanota.com tutanota.de xmail.ru yandex.az yandex.com.am yandex.com.ge yandex.com.tr yandex.co.il
yandex.ee yandex.fr yandex.kg yandex.kz yandex.lt yandex.lv yandex.md yandex.tj yandex.tm yandex.uz`.split(/\s+/)

const known = new Set<string>([...providers, ...more])

/** Does this domain give mailboxes to anybody? Read by `import()`: the list has 140 KB. */
export function isMailProvider(domain: string): boolean {
  return known.has(domain)
}
