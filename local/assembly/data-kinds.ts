import * as z from 'zod'
import { described, type Kind, kind, tagged } from './kind.ts'

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })).min(1)

/** Tables, buckets and secrets. */
export const dataKinds: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': kind({
    honours: z.strictObject({
      AttributeDefinitions: z.array(
        z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
      ),
      BillingMode: z.literal('PAY_PER_REQUEST'),
      GlobalSecondaryIndexes: z
        .array(
          z.strictObject({
            IndexName: z.string(),
            KeySchema: keySchema,
            Projection: z.strictObject({
              ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
              NonKeyAttributes: z.array(z.string()).optional(),
            }),
          }),
        )
        .default([]),
      KeySchema: keySchema,
      TableName: z.string().optional(),
      TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
    }),
    ignores: {
      DeletionProtectionEnabled: 'nobody deletes a table here but with its data folder',
      PointInTimeRecoverySpecification: 'a data folder is backed up by copying it',
      SSESpecification: 'the data folder is as safe as the disk it lies on',
      Tags: tagged,
    },
    add: (table, { ref }, { tables }) => {
      const ttl = table.TimeToLiveSpecification
      tables.push({
        name: ref(),
        definition: {
          TableName: ref(),
          AttributeDefinitions: table.AttributeDefinitions,
          KeySchema: table.KeySchema,
          BillingMode: table.BillingMode,
          ...(table.GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes }),
        },
        ...(ttl?.Enabled && { expiryAttribute: ttl.AttributeName }),
      })
    },
  }),

  'AWS::S3::Bucket': kind({
    honours: z.strictObject({
      BucketName: z.string().optional(),
      LifecycleConfiguration: z
        .strictObject({
          Rules: z.tuple([
            z.strictObject({ ExpirationInDays: z.number().int().positive(), Status: z.literal('Enabled') }),
          ]),
        })
        .optional(),
      NotificationConfiguration: z
        .strictObject({ EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean() }) })
        .optional(),
    }),
    ignores: {
      BucketEncryption: 'the data folder is as safe as the disk it lies on',
      PublicAccessBlockConfiguration: 'nobody reaches a bucket here but the functions',
      Tags: tagged,
    },
    add: (bucket, { ref }, { buckets }) =>
      buckets.push({
        name: ref(),
        tells: bucket.NotificationConfiguration?.EventBridgeConfiguration.EventBridgeEnabled ?? false,
        ...(bucket.LifecycleConfiguration && {
          expiresAfterDays: bucket.LifecycleConfiguration.Rules[0].ExpirationInDays,
        }),
      }),
  }),

  'AWS::SecretsManager::Secret': kind({
    honours: z.strictObject({
      GenerateSecretString: z
        .strictObject({
          ExcludePunctuation: z.literal(true),
          PasswordLength: z.number().int().min(1).default(32),
        })
        .optional(),
      Name: z.string().optional(),
      SecretString: z.string().optional(),
    }),
    ignores: { Description: described, KmsKeyId: 'the data folder is as safe as the disk it lies on', Tags: tagged },
    add: (secret, { ref }, { secrets }) =>
      secrets.push({
        arn: ref(),
        ...(secret.SecretString !== undefined && { value: secret.SecretString }),
        ...(secret.GenerateSecretString && { generatedLength: secret.GenerateSecretString.PasswordLength }),
      }),
  }),
}
