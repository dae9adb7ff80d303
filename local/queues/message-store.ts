import { randomUUID } from 'node:crypto'
import type { Journal } from '../journal.ts'

/** A stored message; `receives` counts its deliveries with the present one, `sent_at` is virtual time in ms. */
export interface Message {
  readonly id: number
  readonly message_id: string
  readonly body: string
  readonly receives: number
  readonly sent_at: number
}

/** The messages of all queues, in the journal. Visibility is real time in ms: a message that is in flight is visible again at its `visible_at`. */
export class MessageStore {
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
    journal.exec(`
      CREATE TABLE IF NOT EXISTS messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
        receives INTEGER NOT NULL DEFAULT 0, visible_at INTEGER NOT NULL, sent_at INTEGER NOT NULL
      );
      CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue, visible_at, id);
    `)
  }

  add(queueArn: string, body: string, sentAt: number): { id: number; messageId: string } {
    const messageId = randomUUID()
    const { lastInsertRowid } = this.#journal
      .prepare('INSERT INTO messages (queue, message_id, body, visible_at, sent_at) VALUES (?, ?, ?, 0, ?)')
      .run(queueArn, messageId, body, sentAt)
    return { id: Number(lastInsertRowid), messageId }
  }

  /** Nothing is in flight when a process starts. */
  landAll(): void {
    this.#journal.prepare('UPDATE messages SET visible_at = 0').run()
  }

  ids(queueArn: string): number[] {
    return this.#journal
      .prepare('SELECT id FROM messages WHERE queue = ?')
      .all(queueArn)
      .map(({ id }) => Number(id))
  }

  /** How many wait (`visible`) and are in flight. */
  depth(queueArn: string): { visible: number; inFlight: number } {
    const row = this.#journal
      .prepare('SELECT count(*) AS n, coalesce(sum(visible_at > ?), 0) AS flying FROM messages WHERE queue = ?')
      .get(Date.now(), queueArn)
    const inFlight = Number(row?.flying ?? 0)
    return { visible: Number(row?.n ?? 0) - inFlight, inFlight }
  }

  /**
   * Takes up to `limit` visible messages, those given back after fresh ones and the oldest first, as the index has them; they are then in flight for so long.
   * Their receive is counted at once, or not until {@link giveBack} says that it failed.
   */
  receive(
    queueArn: string,
    limit: number,
    visibilitySeconds: number,
    counted: 'at once' | 'when given back',
  ): Message[] {
    const now = Date.now()
    // Most looks find nothing, and a read costs a tenth of a write that changes nothing.
    const isAny = this.#journal.prepare('SELECT 1 FROM messages WHERE queue = ? AND visible_at <= ? LIMIT 1')
    if (!isAny.get(queueArn, now)) return []
    const rows = this.#journal
      .prepare(
        'UPDATE messages SET visible_at = ?, receives = receives + ? WHERE id IN (SELECT id FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?) RETURNING id, message_id, body, receives, sent_at',
      )
      .all(now + visibilitySeconds * 1_000, counted === 'at once' ? 1 : 0, queueArn, now, limit) as unknown as Message[]
    const uncounted = counted === 'at once' ? 0 : 1
    return rows.sort((a, b) => a.id - b.id).map((row) => ({ ...row, receives: row.receives + uncounted }))
  }

  delete(id: number): void {
    this.#journal.prepare('DELETE FROM messages WHERE id = ?').run(id)
  }

  /** Counts the receive of a message that failed, and lets it be seen again after a pause. */
  giveBack(id: number, ms: number): void {
    this.#journal
      .prepare('UPDATE messages SET visible_at = ?, receives = receives + 1 WHERE id = ?')
      .run(Date.now() + ms, id)
  }

  /** Moves one message to another queue, to be received afresh. */
  moveOne(id: number, to: string): void {
    this.#journal.prepare('UPDATE messages SET queue = ?, receives = 0, visible_at = 0 WHERE id = ?').run(to, id)
  }

  /** Moves all messages of a queue to another, to be received afresh; answers their ids. */
  moveAll(from: string, to: string): number[] {
    return this.#journal
      .prepare('UPDATE messages SET queue = ?, receives = 0, visible_at = 0 WHERE queue = ? RETURNING id')
      .all(to, from)
      .map(({ id }) => Number(id))
  }

  deleteSentBefore(queueArn: string, ms: number): void {
    this.#journal.prepare('DELETE FROM messages WHERE queue = ? AND sent_at < ?').run(queueArn, ms)
  }
}
