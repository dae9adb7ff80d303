import * as z from 'zod'
import { described, type Kind, kind, tagged } from './kind.ts'

/** Queues, buses and rules. */
export const messagingKinds: Readonly<Record<string, Kind>> = {
  'AWS::SQS::Queue': kind({
    honours: z.strictObject({
      MessageRetentionPeriod: z.number().default(345_600),
      QueueName: z.string().optional(),
      RedrivePolicy: z
        .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().min(1) })
        .optional(),
      VisibilityTimeout: z.number().default(30),
    }),
    ignores: {
      KmsMasterKeyId: 'the data folder is as safe as the disk it lies on',
      SqsManagedSseEnabled: 'the data folder is as safe as the disk it lies on',
      Tags: tagged,
    },
    add: (queue, { attribute }, { queues }) =>
      queues.push({
        arn: attribute('Arn'),
        name: attribute('QueueName'),
        visibilityTimeoutSeconds: queue.VisibilityTimeout,
        retentionSeconds: queue.MessageRetentionPeriod,
        ...(queue.RedrivePolicy && {
          redrive: {
            arn: queue.RedrivePolicy.deadLetterTargetArn,
            maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
          },
        }),
      }),
  }),

  'AWS::Events::EventBus': kind({
    honours: z.strictObject({ Name: z.string() }),
    ignores: { Description: described, Tags: tagged },
    add: ({ Name }, _place, { buses }) => buses.push(Name),
  }),

  'AWS::Events::Rule': kind({
    honours: z.strictObject({
      EventBusName: z.string().default('default'),
      EventPattern: z.record(z.string(), z.unknown()),
      Name: z.string().optional(),
      State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      Targets: z
        .array(
          z.strictObject({
            Arn: z.string().regex(/^arn:aws:sqs:/, 'only queues are targets here'),
            Id: z.string(),
            // A queue of the same journal can't fail to take an event, so nothing is ever retried or undelivered.
            DeadLetterConfig: z.unknown().optional(),
            RetryPolicy: z.unknown().optional(),
          }),
        )
        .default([]),
    }),
    ignores: { Description: described, Tags: tagged },
    add: (rule, { logicalId }, { rules }) => {
      if (rule.State === 'DISABLED') return
      rules.push({
        name: rule.Name ?? logicalId,
        busName: rule.EventBusName.split('/').pop() ?? '',
        pattern: rule.EventPattern,
        targets: rule.Targets.map(({ Arn }) => ({ queueArn: Arn })),
      })
    },
  }),
}
