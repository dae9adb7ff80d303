import type { QueryOperations } from '../aws-error.ts'
import type { MailSettings } from './mail-settings.ts'

/** SES's first API, as far as handlers call it: which rule set takes mail in. Here the stack's own is the active one. */
export function receivingOperations({ receiving }: Pick<MailSettings, 'receiving'>): QueryOperations {
  return {
    DescribeActiveReceiptRuleSet: async () => {
      const [first] = receiving
      return {
        Metadata: first && { Name: first.ruleSet },
        Rules: receiving.map(({ name, scans, recipients }) => ({
          Name: name,
          Enabled: true,
          ScanEnabled: scans,
          Recipients: recipients,
        })),
      }
    },
  }
}
