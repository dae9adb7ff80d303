import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'

/** Calls services as handlers do; what each call answered, or how it failed. */
export async function sdkCalls(endpoint: string): Promise<unknown[]> {
  const to = {
    endpoint,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  }
  const key = { pk: { S: 'LEAD#a' }, sk: { S: 'PROFILE' } }
  const text = (Data: string) => ({ Data, Charset: 'UTF-8' })
  const calls = [
    () => new DynamoDBClient(to).send(new GetItemCommand({ TableName: 'table', Key: key, ConsistentRead: true })),
    () =>
      new DynamoDBClient(to).send(
        new PutItemCommand({
          TableName: 'table',
          Item: { ...key, list: { L: [{ N: '1' }, { M: { deep: { BOOL: true } } }] } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    () =>
      new EventBridgeClient(to).send(
        new PutEventsCommand({
          Entries: [{ EventBusName: 'bus', Source: 'ripen', DetailType: 'LeadChanged', Detail: '{}' }],
        }),
      ),
    () =>
      new SESv2Client(to).send(
        new SendEmailCommand({
          FromEmailAddress: 'ripen@example.com',
          Destination: { ToAddresses: ['olga@shop.example'] },
          Content: {
            Simple: {
              Subject: text('Hello'),
              Body: { Html: text('<p>Hello</p>'), Text: text('Hello') },
              Headers: [{ Name: 'List-Unsubscribe', Value: '<https://example.com/u/a>' }],
            },
          },
          ConfigurationSetName: 'set',
          EmailTags: [{ Name: 'sendId', Value: 'a' }],
        }),
      ),
    () => new SFNClient(to).send(new StartExecutionCommand({ stateMachineArn: 'arn', name: 'one', input: '{}' })),
  ]
  const results: unknown[] = []
  for (const call of calls) results.push(await call().catch(failure))
  return results
}

function failure(error: unknown): object {
  const { name, message, $fault, Item } = error as Error & { $fault: string; Item?: unknown }
  const known = error instanceof ConditionalCheckFailedException || error instanceof ExecutionAlreadyExists
  return { name, message, $fault, Item, known }
}
