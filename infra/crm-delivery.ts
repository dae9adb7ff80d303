import { Duration, SecretValue, Stack } from 'aws-cdk-lib'
import {
  ApiDestination,
  Authorization,
  Connection,
  EventField,
  HttpMethod,
  HttpParameter,
  type IEventBus,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { HandoffDescribed } from '../core/webhooks/events.ts'
import { type Alarms, alarmPeriod } from './constructs/alarms.ts'
import { deployedName } from './constructs/capability.ts'
import { arnOfRule } from './constructs/event-consumer.ts'
import { narrowed, pattern } from './constructs/pattern.ts'
import { Queues } from './constructs/queues.ts'
import type { Crm } from './crm.ts'

/** What a CRM's API wants of a new hand-off. */
interface Way {
  readonly endpoint: string
  readonly method: HttpMethod
  readonly authorization: Authorization
  readonly body: Record<string, unknown>
  /** What stands for each `*` of the endpoint. */
  readonly path?: readonly string[]
}

/** Of the event, the field at this place. EventBridge writes it as JSON: a template that puts it inside a longer text would not escape it. */
const of = (place: string) => EventField.fromPath(`$.detail.${place}`)
const [email, firstName, lastName] = [of('contact.email'), of('contact.firstName'), of('contact.lastName')]
const [company, jobTitle] = [of('contact.company'), of('contact.jobTitle')]

/** EventBridge's own client of a CRM: told of each new hand-off once, tried for a day, then a dead letter with an alarm. No function, no state machine. */
export class CrmDelivery extends Construct {
  constructor(scope: Construct, { crm, bus, alarms }: { crm: Crm; bus: IEventBus; alarms: Alarms }) {
    super(scope, `Crm-${crm.kind}`)
    const { endpoint, method, authorization, body, path } = wayOf(crm)
    const name = `${deployedName(this)}-crm-${crm.kind}`
    const connection = new Connection(this, 'Connection', { connectionName: name, authorization })
    const destination = new ApiDestination(this, 'Destination', {
      apiDestinationName: name,
      connection,
      endpoint,
      httpMethod: method,
      rateLimitPerSecond: 5,
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      description: `Lets the rule ${name} call the CRM`,
      inlinePolicies: {
        may: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['events:InvokeApiDestination'],
              resources: [destination.apiDestinationArn],
            }),
          ],
        }),
      },
    })
    const ruleArn = arnOfRule(Stack.of(this), bus.eventBusName, name)
    const queues = Queues.of(this)
    const undelivered = queues.make(this, 'Undelivered', `${name}-Undelivered`, { ruleArn })
    const rule = new Rule(this, 'Rule', {
      ruleName: name,
      eventBus: bus,
      eventPattern: narrowed(pattern(HandoffDescribed), { cause: ['opened'] }),
      description: `New hand-offs to ${crm.kind}`,
    })
    rule.addTarget({
      bind: () => ({
        arn: destination.apiDestinationArn,
        role,
        input: RuleTargetInput.fromObject(body),
        ...(path && { httpParameters: { pathParameterValues: [...path] } }),
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
      }),
    })
    rule.node.addDependency(queues.forRules)
    alarms.on(this, 'UndeliveredAlarm', {
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' }),
      threshold: 1,
      impact: `${crm.kind} was not told of a new hand-off: sales sees it in Ripen alone.`,
      runbook: 'a-crm-was-not-told',
    })
  }
}

function wayOf(crm: Crm): Way {
  const secret = (jsonField: string) => SecretValue.secretsManager(crm.secret, { jsonField })
  switch (crm.kind) {
    // https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts
    case 'hubspot':
      return {
        endpoint: 'https://api.hubapi.com/crm/v3/objects/contacts/batch/upsert',
        method: HttpMethod.POST,
        authorization: Authorization.apiKey(
          'Authorization',
          SecretValue.unsafePlainText(`Bearer ${secret('token').unsafeUnwrap()}`),
        ),
        body: {
          inputs: [
            {
              id: email,
              idProperty: 'email',
              properties: {
                email,
                firstname: firstName,
                lastname: lastName,
                company,
                jobtitle: jobTitle,
                // No SQL before sales found need and authority.
                lifecyclestage: 'marketingqualifiedlead',
                hs_lead_status: 'NEW',
                ripen_handoff_id: of('handoffId'),
              },
            },
          ],
        },
      }
    // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
    case 'salesforce':
      return {
        endpoint: `https://${crm.host}/services/data/v62.0/sobjects/Lead/Ripen_Lead_Id__c/*`,
        method: HttpMethod.PATCH,
        path: ['$.detail.leadId'],
        authorization: Authorization.oauth({
          authorizationEndpoint: `https://${crm.host}/services/oauth2/token`,
          httpMethod: HttpMethod.POST,
          clientId: secret('clientId').unsafeUnwrap(),
          clientSecret: secret('clientSecret'),
          bodyParameters: { grant_type: HttpParameter.fromString('client_credentials') },
        }),
        body: {
          FirstName: firstName,
          LastName: lastName,
          Company: company,
          Email: email,
          Title: jobTitle,
          LeadSource: 'Web',
          Rating: 'Hot',
          Ripen_Handoff_Id__c: of('handoffId'),
        },
      }
    // https://developers.pipedrive.com/docs/api/v1/Persons#addPerson (v2)
    case 'pipedrive':
      return {
        endpoint: `https://${crm.host}/api/v2/persons`,
        method: HttpMethod.POST,
        authorization: Authorization.apiKey('x-api-token', secret('token')),
        body: { name: of('title'), emails: [{ value: email, primary: true, label: 'work' }] },
      }
    // https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-add.html
    case 'bitrix24':
      return {
        // Its incoming webhooks have their key in the address; who may read the destination can read it.
        endpoint: `https://${crm.host}/rest/${secret('user').unsafeUnwrap()}/${secret('token').unsafeUnwrap()}/crm.lead.add.json`,
        method: HttpMethod.POST,
        // EventBridge wants some, and Bitrix24 asks for none beside the address.
        authorization: Authorization.apiKey('x-ripen', SecretValue.unsafePlainText('ripen')),
        body: {
          fields: {
            TITLE: of('title'),
            NAME: firstName,
            LAST_NAME: lastName,
            COMPANY_TITLE: company,
            POST: jobTitle,
            EMAIL: [{ VALUE: email, VALUE_TYPE: 'WORK' }],
            SOURCE_ID: 'WEB',
            ORIGINATOR_ID: 'ripen',
            ORIGIN_ID: of('handoffId'),
          },
        },
      }
  }
}
