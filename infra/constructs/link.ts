import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { EnvName } from '../../functions/aws/env.ts'

/** What a function may use and how it finds it: granting and telling are one act. */
export interface Link {
  readonly environment: Partial<Record<EnvName, string>>
  readonly statements: readonly PolicyStatement[]
}

/** A link that allows `actions` on `resources` and sets `environment`. */
export function link(environment: Link['environment'], actions: string[] = [], resources: string[] = []): Link {
  return { environment, statements: actions.length > 0 ? [new PolicyStatement({ actions, resources })] : [] }
}
