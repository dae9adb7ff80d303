import { CfnOutput, type Duration, Stack } from 'aws-cdk-lib'
import { CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Route } from '../../core/route.ts'
import { type Alarms, alarmPeriod } from './alarms.ts'
import { Handler } from './handler.ts'
import { type Link, link } from './link.ts'

export interface RouteOptions {
  readonly links: readonly Link[]
  readonly timeout?: Duration
  readonly memorySize?: number
}

/**
 * The HTTP API: routes come from `core/routes.ts`, each with a function of its own. No CORS is configured here, on purpose:
 * the gateway would then ignore the headers that handlers answer from a form's published origins.
 */
export class Api extends Construct {
  readonly #api: CfnApi
  readonly #authorizer: CfnAuthorizer
  readonly #logGroup: (capability: string) => LogGroup

  constructor(
    scope: Construct,
    props: {
      issuer: string
      audience: string
      rate: number
      alarms: Alarms
      logGroup: (capability: string) => LogGroup
    },
  ) {
    super(scope, 'Api')
    this.#logGroup = props.logGroup
    this.#api = new CfnApi(this, 'Api', {
      name: 'ripen',
      protocolType: 'HTTP',
      description: 'Ripen: forms, links in mails, and the API for staff',
    })
    this.#authorizer = new CfnAuthorizer(this, 'Staff', {
      apiId: this.#api.ref,
      authorizerType: 'JWT',
      name: 'staff',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: props.issuer, audience: [props.audience] },
    })
    const accessLog = new LogGroup(this, 'AccessLog', { retention: RetentionDays.ONE_MONTH })
    new CfnStage(this, 'Stage', {
      apiId: this.#api.ref,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: props.rate, throttlingBurstLimit: props.rate * 2 },
      accessLogSettings: {
        destinationArn: accessLog.logGroupArn,
        // The route, never the path: a path may hold a token, an address never stands in one.
        format: JSON.stringify({
          at: '$context.requestTime',
          route: '$context.routeKey',
          status: '$context.status',
          ms: '$context.responseLatency',
          id: '$context.requestId',
        }),
      },
    })
    props.alarms.on(this, 'ServerErrors', {
      metric: new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: '5xx',
        dimensionsMap: { ApiId: this.#api.ref },
        statistic: 'Sum',
        period: alarmPeriod,
      }),
      threshold: 5,
      impact: 'People and forms get errors instead of answers; a form post that got one is not taken.',
      runbook: 'the-api-answers-5xx',
    })
    new CfnOutput(this, 'ApiUrl', {
      value: this.#api.attrApiEndpoint,
      description: 'Where forms post to, and what ripen --api takes',
    })
  }

  /** The address of the API without a trailing slash. */
  get url(): string {
    return this.#api.attrApiEndpoint
  }

  /** Tells a function the API's address, for links in mails. */
  get address(): Link {
    return link({ API_URL: this.url })
  }

  /** Serves `route` with the handler `functions/<file>.ts`. */
  serve(scope: Construct, route: Route, file: string, options: RouteOptions): Handler {
    const handler = new Handler(scope, { file, logGroup: this.#logGroup(file.split('/')[0] ?? 'api'), ...options })
    const invoker = invokerOf(scope)
    invoker.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.fn.functionArn] }),
    )
    const integration = new CfnIntegration(handler, 'Integration', {
      apiId: this.#api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.fn.functionArn,
      payloadFormatVersion: '2.0',
      credentialsArn: invoker.roleArn,
    })
    new CfnRoute(handler, 'Route', {
      apiId: this.#api.ref,
      routeKey: `${route.method} ${route.path}`,
      target: `integrations/${integration.ref}`,
      ...(route.who === 'public' || route.keyScope
        ? { authorizationType: 'NONE' }
        : { authorizationType: 'JWT', authorizerId: this.#authorizer.ref }),
    })
    return handler
  }
}

/** The role by which the API calls the functions of one stack: it names each of them, and they are not known outside. */
function invokerOf(scope: Construct): Role {
  const stack = Stack.of(scope)
  const known = stack.node.tryFindChild('Invoker')
  if (known instanceof Role) return known
  return new Role(stack, 'Invoker', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    description: 'Lets the HTTP API call its functions',
  })
}
