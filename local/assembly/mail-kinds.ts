import * as z from 'zod'
import { type Kind, kind, tagged } from './kind.ts'

const leaves = 'no mail leaves this machine'

const names = z.string().min(1)

/** SES's part of the template. */
export const mailKinds: Readonly<Record<string, Kind>> = {
  'AWS::SES::EmailIdentity': kind({
    honours: z.strictObject({
      ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string() }).optional(),
      EmailIdentity: z.string(),
    }),
    ignores: {
      DkimAttributes: leaves,
      DkimSigningAttributes: leaves,
      FeedbackAttributes: leaves,
      MailFromAttributes: leaves,
      Tags: tagged,
    },
    add: (identity, _place, { mail }) =>
      mail.identities.push({
        name: identity.EmailIdentity,
        ...(identity.ConfigurationSetAttributes && {
          configurationSet: identity.ConfigurationSetAttributes.ConfigurationSetName,
        }),
      }),
  }),

  'AWS::SES::ConfigurationSet': kind({
    honours: z.strictObject({
      Name: z.string().optional(),
      SuppressionOptions: z.strictObject({ SuppressedReasons: z.array(z.enum(['BOUNCE', 'COMPLAINT'])) }).optional(),
    }),
    ignores: { ReputationOptions: 'reputation is measured where mails leave', Tags: tagged },
    add: (set, { ref }, { mail }) =>
      mail.configurationSets.push({ name: ref(), suppresses: set.SuppressionOptions?.SuppressedReasons ?? [] }),
  }),

  'AWS::SES::ConfigurationSetEventDestination': kind({
    honours: z.strictObject({
      ConfigurationSetName: z.string(),
      EventDestination: z.strictObject({
        Enabled: z.boolean().default(false),
        EventBridgeDestination: z.strictObject({
          EventBusArn: z.string().regex(/:event-bus\/default$/, 'SES publishes on the default bus alone'),
        }),
        MatchingEventTypes: z.array(z.string()),
        Name: z.string().optional(),
      }),
    }),
    add: ({ ConfigurationSetName, EventDestination }, { logicalId }, { mail }) =>
      mail.destinations.push({
        name: EventDestination.Name ?? logicalId,
        configurationSet: ConfigurationSetName,
        enabled: EventDestination.Enabled,
        events: EventDestination.MatchingEventTypes,
        busArn: EventDestination.EventBridgeDestination.EventBusArn,
      }),
  }),

  // Which of an account's rule sets is the active one is set by hand; here there is one stack, and its own counts.
  'AWS::SES::ReceiptRuleSet': kind({
    honours: z.strictObject({ RuleSetName: names.optional() }),
    add: () => {},
  }),

  'AWS::SES::ReceiptRule': kind({
    honours: z.strictObject({
      RuleSetName: names,
      Rule: z.strictObject({
        Actions: z.tuple([
          z.strictObject({ S3Action: z.strictObject({ BucketName: names, ObjectKeyPrefix: z.string().default('') }) }),
        ]),
        Enabled: z.literal(true),
        Name: names,
        Recipients: z.array(names).min(1),
        ScanEnabled: z.boolean().default(false),
      }),
    }),
    add: ({ RuleSetName, Rule }, _place, { mail }) => {
      const [{ S3Action }] = Rule.Actions
      mail.receiving.push({
        ruleSet: RuleSetName,
        name: Rule.Name,
        scans: Rule.ScanEnabled,
        recipients: Rule.Recipients.map((one) => one.toLowerCase()),
        bucket: S3Action.BucketName,
        prefix: S3Action.ObjectKeyPrefix,
      })
    },
  }),
}
