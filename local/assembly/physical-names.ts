import { createHash } from 'node:crypto'
import { type Names, resolve, Unresolvable } from './intrinsics.ts'
import type { Assembly } from './read-assembly.ts'

/** Where the run is: what names, ARNs and addresses are made of. */
interface Place {
  readonly account: string
  readonly region: string
  /** Where people reach the API, without a trailing slash. */
  readonly apiUrl: string
  /** Where SDK clients reach the engines. */
  readonly awsEndpoint: string
}

/** A resource as the makers below see it. `given` is a property of the template, resolved; `made` is a name of CloudFormation's make. */
interface Subject {
  readonly made: string
  /** Letters and digits that are the resource's own, for ids that AWS draws by chance. */
  readonly digest: string
  readonly given: (property: string) => string | undefined
  readonly arn: (service: string, resource: string) => string
  readonly place: Place
}

interface Identity {
  readonly ref: string
  readonly attributes?: Readonly<Record<string, string>>
}

/** What `Ref` and `Fn::GetAtt` give, by resource type. */
const identities: Readonly<Record<string, (subject: Subject) => Identity>> = {
  'AWS::ApiGatewayV2::Api': ({ digest, place }) => ({
    ref: digest.slice(0, 10),
    attributes: { ApiEndpoint: place.apiUrl, ApiId: digest.slice(0, 10) },
  }),
  'AWS::ApiGatewayV2::Authorizer': ({ digest }) => ({ ref: digest.slice(0, 6) }),
  'AWS::ApiGatewayV2::Integration': ({ digest }) => ({ ref: digest.slice(0, 7) }),
  'AWS::Cognito::UserPool': ({ digest, place, arn }) => {
    const id = `${place.region}_${digest.slice(0, 9)}`
    const ProviderURL = `https://cognito-idp.${place.region}.amazonaws.com/${id}`
    return { ref: id, attributes: { Arn: arn('cognito-idp', `userpool/${id}`), ProviderURL, UserPoolId: id } }
  },
  'AWS::Cognito::UserPoolClient': ({ digest }) => ({ ref: digest.slice(0, 26) }),
  'AWS::Cognito::UserPoolDomain': ({ given, made }) => ({ ref: given('Domain') ?? made }),
  'AWS::DynamoDB::Table': ({ given, made, arn }) => {
    const name = given('TableName') ?? made
    return { ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } }
  },
  'AWS::Events::EventBus': ({ given, made, arn }) => {
    const name = given('Name') ?? made
    return { ref: name, attributes: { Arn: arn('events', `event-bus/${name}`), Name: name } }
  },
  'AWS::IAM::Role': ({ made, place }) => ({
    ref: made,
    attributes: { Arn: `arn:aws:iam::${place.account}:role/${made}` },
  }),
  'AWS::Lambda::Function': ({ given, made, arn }) => {
    const name = given('FunctionName') ?? made
    return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } }
  },
  'AWS::Logs::LogGroup': ({ given, made, arn }) => {
    const name = given('LogGroupName') ?? made
    return { ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } }
  },
  'AWS::S3::Bucket': ({ given, made }) => {
    // The names of buckets are in small letters, and of 63 at most.
    const name = given('BucketName') ?? made.toLowerCase().slice(0, 63)
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } }
  },
  'AWS::SES::ConfigurationSet': ({ given, made }) => ({ ref: given('Name') ?? made }),
  'AWS::SES::EmailIdentity': ({ given, made, digest }) => {
    const identity = given('EmailIdentity') ?? made
    const tokens = [1, 2, 3].flatMap((n) => [
      [`DkimDNSTokenName${n}`, `${digest}${n}._domainkey.${identity}`],
      [`DkimDNSTokenValue${n}`, `${digest}${n}.dkim.amazonses.com`],
    ])
    return { ref: identity, attributes: Object.fromEntries(tokens) }
  },
  'AWS::SNS::Topic': ({ given, made, arn }) => {
    const topic = arn('sns', given('TopicName') ?? made)
    return { ref: topic, attributes: { TopicArn: topic, TopicName: given('TopicName') ?? made } }
  },
  'AWS::SQS::Queue': ({ given, made, arn, place }) => {
    const name = given('QueueName') ?? made
    const url = `${place.awsEndpoint}/${place.account}/${name}`
    return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } }
  },
  'AWS::SecretsManager::Secret': ({ given, made, digest, arn }) => {
    const secret = arn('secretsmanager', `secret:${given('Name') ?? made}-${digest.slice(0, 6)}`)
    return { ref: secret, attributes: { Id: secret } }
  },
  'AWS::StepFunctions::StateMachine': ({ given, made, arn }) => {
    const name = given('StateMachineName') ?? made
    const machine = arn('states', `stateMachine:${name}`)
    return { ref: machine, attributes: { Arn: machine, Name: name } }
  },
}

/** How many letters of a logical id find room in a made name: AWS takes 80 for queues and 64 for functions. */
function roomOf(type: string, stackName: string): number {
  return (type === 'AWS::SQS::Queue' ? 80 : 64) - stackName.length - '--12345678'.length
}

/** Made-up names, ids and ARNs for everything in the assembly; the same each time, so that data folders go on. */
export function physicalNames(assembly: Assembly, place: Place): Names {
  const pseudo: Record<string, string> = {
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': assembly.stackName,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.account}:stack/${assembly.stackName}/local`,
  }
  const known = new Map<string, Identity>()
  const identify = (logicalId: string): Identity => {
    const before = known.get(logicalId)
    if (before) return before
    const resource = assembly.resources[logicalId]
    if (!resource) throw new Unresolvable(`there is no resource ${logicalId}`)
    const make = Object.hasOwn(identities, resource.Type) ? identities[resource.Type] : undefined
    if (!make)
      throw new Unresolvable(`nothing can refer to ${logicalId}: the embedded run has no name for ${resource.Type}`)
    const digest = createHash('sha256').update(`${assembly.stackName}/${logicalId}`).digest('hex')
    const made = make({
      made: `${assembly.stackName}-${logicalId.slice(0, roomOf(resource.Type, assembly.stackName))}-${digest.slice(0, 8)}`,
      digest,
      given: (property) => {
        const value = resource.Properties?.[property]
        return value === undefined ? undefined : String(resolve(value, names))
      },
      arn: (service, name) => `arn:aws:${service}:${place.region}:${place.account}:${name}`,
      place,
    })
    known.set(logicalId, made)
    return made
  }
  const names: Names = {
    ref: (name) => pseudo[name] ?? identify(name).ref,
    attribute: (logicalId, attribute) => {
      const value = identify(logicalId).attributes?.[attribute]
      if (value === undefined) {
        const type = assembly.resources[logicalId]?.Type
        throw new Unresolvable(`the embedded run does not know the attribute ${attribute} of ${logicalId} (${type})`)
      }
      return value
    },
  }
  return names
}
