import * as z from 'zod'
import { described, type Kind, kind, tagged } from './kind.ts'

/** Calls of one function at the same time where the template reserves none; Lambda would scale further, one machine not. */
const usualConcurrency = 20

/** Functions and what calls them: queues, schedules, state machines. */
export const computeKinds: Readonly<Record<string, Kind>> = {
  'AWS::Lambda::Function': kind({
    honours: z.strictObject({
      Code: z.object({ S3Key: z.string() }),
      Handler: z.string(),
      Runtime: z.literal('nodejs24.x'),
      Description: z.string().optional(),
      Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
      FunctionName: z.string().optional(),
      MemorySize: z.number().default(128),
      ReservedConcurrentExecutions: z.number().int().positive().optional(),
      Timeout: z.number().default(3),
    }),
    ignores: {
      Architectures: 'JavaScript runs on the processor that is here',
      LoggingConfig: 'all functions write to functions.log in the data folder',
      Role: 'permissions are not checked on one machine; ministack and AWS do',
      Tags: tagged,
    },
    add: (function_, { ref, attribute, note, assetFolder }, { functions }) =>
      functions.push({
        arn: attribute('Arn'),
        name: ref(),
        title: function_.Description?.replace(/^functions\/|\.ts$/g, '') ?? ref(),
        bundleFolder: assetFolder(function_.Code.S3Key),
        handler: function_.Handler,
        environment: function_.Environment?.Variables ?? {},
        timeoutSeconds: function_.Timeout,
        memoryMb: function_.MemorySize,
        concurrency: function_.ReservedConcurrentExecutions ?? usualConcurrency,
        givesWay: note('ripen:gives-way') === true,
      }),
  }),

  'AWS::Lambda::EventSourceMapping': kind({
    honours: z.strictObject({
      BatchSize: z.number().int().min(1).default(10),
      Enabled: z.literal(true).optional(),
      EventSourceArn: z.string().regex(/^arn:aws:sqs:/, 'only queues are sources here'),
      FunctionName: z.string(),
      FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
      ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().int().min(1) }).optional(),
    }),
    ignores: { Tags: tagged },
    add: (mapping, _place, { mappings }) =>
      mappings.push({
        queueArn: mapping.EventSourceArn,
        // By name or ARN: resolved once all functions are known.
        functionArn: mapping.FunctionName,
        batchSize: mapping.BatchSize,
        maxConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? usualConcurrency,
        partialFailures: mapping.FunctionResponseTypes.length > 0,
      }),
  }),

  'AWS::Scheduler::Schedule': kind({
    honours: z.strictObject({
      FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
      Name: z.string().optional(),
      ScheduleExpression: z.string(),
      ScheduleExpressionTimezone: z.string().optional(),
      State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      Target: z.strictObject({
        Arn: z.string().regex(/^arn:aws:lambda:/, 'only functions are targets here'),
        Input: z.string().default('{}'),
        // The call itself never leaves this process, so there is nothing to redeliver; a function that fails is tried three times, as by Lambda.
        DeadLetterConfig: z.unknown().optional(),
        RetryPolicy: z.unknown().optional(),
        RoleArn: z.unknown().optional(),
      }),
    }),
    ignores: { Description: described },
    add: (schedule, { logicalId }, { schedules }) => {
      if (schedule.State === 'DISABLED') return
      schedules.push({
        name: schedule.Name ?? logicalId,
        expression: schedule.ScheduleExpression,
        ...(schedule.ScheduleExpressionTimezone && { zone: schedule.ScheduleExpressionTimezone }),
        functionArn: schedule.Target.Arn,
        input: JSON.parse(schedule.Target.Input),
      })
    },
  }),

  'AWS::StepFunctions::StateMachine': kind({
    honours: z.strictObject({
      DefinitionString: z.string(),
      DefinitionSubstitutions: z.record(z.string(), z.string()).default({}),
      StateMachineName: z.string().optional(),
      StateMachineType: z.literal('STANDARD').optional(),
    }),
    ignores: {
      LoggingConfiguration: 'executions lie in the journal',
      RoleArn: 'permissions are not checked on one machine; ministack and AWS do',
      Tags: tagged,
      TracingConfiguration: 'there is no tracing here',
    },
    add: (machine, { attribute }, { machines }) => {
      const text = machine.DefinitionString.replace(
        /\$\{(\w+)\}/g,
        (whole, name: string) => machine.DefinitionSubstitutions[name] ?? whole,
      )
      machines.push({ arn: attribute('Arn'), name: attribute('Name'), definition: JSON.parse(text) })
    },
  }),
}
