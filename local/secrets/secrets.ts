import { randomInt, randomUUID } from 'node:crypto'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'

export interface SecretSettings {
  readonly arn: string
  readonly value?: string
  /** Letters and digits to draw once for each data folder. */
  readonly generatedLength?: number
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Secrets Manager for one machine: what the template has generated is drawn once and kept in the journal. */
export class Secrets {
  readonly operations: AwsOperations
  readonly #journal: Journal
  readonly #clock: VirtualClock

  constructor(options: { journal: Journal; clock: VirtualClock }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#journal.exec(
      'CREATE TABLE IF NOT EXISTS secrets (arn TEXT PRIMARY KEY, value TEXT NOT NULL, version TEXT NOT NULL, created_ms INTEGER NOT NULL)',
    )
    this.operations = {
      'secretsmanager.GetSecretValue': async (input) => {
        const { SecretString, VersionId, ...secret } = this.#find(input.SecretId)
        return { ...secret, SecretString, VersionId, VersionStages: ['AWSCURRENT'] }
      },
      'secretsmanager.DescribeSecret': async (input) => {
        const { SecretString, VersionId, ...secret } = this.#find(input.SecretId)
        return { ...secret, LastChangedDate: secret.CreatedDate, VersionIdsToStages: { [VersionId]: ['AWSCURRENT'] } }
      },
    }
  }

  add({ arn, value, generatedLength = 32 }: SecretSettings): void {
    const made = value ?? Array.from({ length: generatedLength }, () => alphabet[randomInt(alphabet.length)]).join('')
    this.#journal
      .prepare('INSERT INTO secrets (arn, value, version, created_ms) VALUES (?, ?, ?, ?) ON CONFLICT (arn) DO NOTHING')
      .run(arn, made, randomUUID(), this.#clock.now())
  }

  #find(id: unknown) {
    const name = String(id)
    // A name and an ARN without its last six letters are good, too.
    const row = this.#journal
      .prepare(
        "SELECT * FROM secrets WHERE arn = ? OR arn LIKE ? || '-______' OR arn LIKE '%:secret:' || ? || '-______'",
      )
      .get(name, name, name)
    if (!row) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    const arn = String(row.arn)
    return {
      ARN: arn,
      Name: arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -7),
      SecretString: String(row.value),
      VersionId: String(row.version),
      CreatedDate: Number(row.created_ms) / 1_000,
    }
  }
}
