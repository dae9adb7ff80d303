import type { Journal } from '../journal.ts'
import { addressOf } from './send-request.ts'

/** A mail that SES accepted; `atMs` is virtual time. */
export interface AcceptedMail {
  readonly messageId: string
  readonly atMs: number
  readonly from: string
  /** As the To header says; `recipients` are all addresses, without names. */
  readonly to: readonly string[]
  readonly recipients: readonly string[]
  readonly replyTo: readonly string[]
  readonly subject: string
  readonly html: string
  readonly text: string
  /** What the sender gave beside the usual ones. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly tags: Readonly<Record<string, string>>
  readonly configurationSet?: string
}

/** Accepted mails in the journal, and the account's suppression list. */
export class MailStore {
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
    journal.exec(`
      CREATE TABLE IF NOT EXISTS mails (
        id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, at_ms INTEGER NOT NULL, mail TEXT NOT NULL
      );
      CREATE TABLE IF NOT EXISTS mail_recipients (address TEXT NOT NULL, mail INTEGER NOT NULL, PRIMARY KEY (address, mail)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS suppressed (address TEXT PRIMARY KEY, reason TEXT NOT NULL);
    `)
  }

  add(mail: AcceptedMail): void {
    const { lastInsertRowid } = this.#journal
      .prepare('INSERT INTO mails (message_id, at_ms, mail) VALUES (?, ?, ?)')
      .run(mail.messageId, mail.atMs, JSON.stringify(mail))
    for (const address of new Set(mail.recipients.map(folded)))
      this.#journal.prepare('INSERT INTO mail_recipients (address, mail) VALUES (?, ?)').run(address, lastInsertRowid)
  }

  find(messageId: string): AcceptedMail | undefined {
    const row = this.#journal.prepare('SELECT mail FROM mails WHERE message_id = ?').get(messageId)
    return row && read(row)
  }

  /** Oldest first; to one address, or the `last` so many. */
  list(filter: { to?: string; last?: number } = {}): AcceptedMail[] {
    const rows =
      filter.to === undefined
        ? this.#journal.prepare('SELECT mail FROM mails ORDER BY id DESC LIMIT ?').all(filter.last ?? -1)
        : this.#journal
            .prepare(
              'SELECT mails.mail FROM mail_recipients JOIN mails ON mails.id = mail_recipients.mail WHERE address = ? ORDER BY mails.id DESC',
            )
            .all(folded(filter.to))
    return rows.map(read).reverse()
  }

  count(): number {
    return Number(this.#journal.prepare('SELECT count(*) AS n FROM mails').get()?.n ?? 0)
  }

  suppress(address: string, reason: 'BOUNCE' | 'COMPLAINT'): void {
    this.#journal
      .prepare('INSERT INTO suppressed (address, reason) VALUES (?, ?) ON CONFLICT (address) DO NOTHING')
      .run(folded(address), reason)
  }

  suppression(address: string): 'BOUNCE' | 'COMPLAINT' | undefined {
    const row = this.#journal.prepare('SELECT reason FROM suppressed WHERE address = ?').get(folded(address))
    return row?.reason as 'BOUNCE' | 'COMPLAINT' | undefined
  }
}

function folded(address: string): string {
  return addressOf(address).toLowerCase()
}

function read({ mail }: Record<string, unknown>): AcceptedMail {
  return JSON.parse(String(mail)) as AcceptedMail
}
