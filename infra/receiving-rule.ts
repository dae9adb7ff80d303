import type { StageConfig } from './config.ts'
import type { ReceivingRule } from './constructs/replies-bucket.ts'

/** The names of the rule that takes replies in: known before the rule is made, so that the bucket can let in just this one. */
export function receivingRule(stackName: string, settings: NonNullable<StageConfig['replies']>): ReceivingRule {
  return { ruleSet: settings.ruleSet ?? `${stackName}-replies`, rule: `${stackName}-to-bucket` }
}
