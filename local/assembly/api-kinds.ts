import * as z from 'zod'
import { described, type Kind, kind, tagged } from './kind.ts'

/** The HTTP API. */
export const apiKinds: Readonly<Record<string, Kind>> = {
  'AWS::ApiGatewayV2::Api': kind({
    honours: z.strictObject({
      CorsConfiguration: z
        .strictObject({
          AllowCredentials: z.boolean().default(false),
          AllowHeaders: z.array(z.string()).default([]),
          AllowMethods: z.array(z.string()).default([]),
          AllowOrigins: z.array(z.string()).default([]),
          ExposeHeaders: z.array(z.string()).default([]),
          MaxAge: z.number().optional(),
        })
        .optional(),
      ProtocolType: z.literal('HTTP'),
    }),
    ignores: { Description: described, Name: described, Tags: tagged },
    add: ({ CorsConfiguration: cors }, { ref }, { api }) => api.apis.push({ id: ref(), ...(cors && { cors }) }),
  }),

  'AWS::ApiGatewayV2::Authorizer': kind({
    honours: z.strictObject({
      ApiId: z.string(),
      AuthorizerType: z.literal('JWT'),
      IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
      JwtConfiguration: z.strictObject({ Audience: z.array(z.string()).min(1), Issuer: z.string() }),
    }),
    ignores: { Name: described },
    add: ({ JwtConfiguration }, { ref }, { api }) =>
      api.authorizers.push({ id: ref(), issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience }),
  }),

  'AWS::ApiGatewayV2::Integration': kind({
    honours: z.strictObject({
      ApiId: z.string(),
      IntegrationType: z.literal('AWS_PROXY'),
      IntegrationUri: z.string().regex(/:lambda:/, 'only functions are integrated here'),
      PayloadFormatVersion: z.literal('2.0'),
      TimeoutInMillis: z.number().default(30_000),
    }),
    ignores: { CredentialsArn: 'permissions are not checked on one machine; ministack and AWS do' },
    add: (integration, { ref }, { api }) =>
      api.integrations.push({
        id: ref(),
        functionArn: /arn:aws:lambda:[^/]+(?=\/invocations|$)/.exec(integration.IntegrationUri)?.[0] ?? '',
        timeoutMs: integration.TimeoutInMillis,
      }),
  }),

  'AWS::ApiGatewayV2::Route': kind({
    honours: z.strictObject({
      ApiId: z.string(),
      AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
      AuthorizerId: z.string().optional(),
      RouteKey: z.string(),
      Target: z.string().regex(/^integrations\//),
    }),
    add: (route, _place, { api }) =>
      api.routes.push({
        key: route.RouteKey,
        integrationId: route.Target.replace('integrations/', ''),
        ...(route.AuthorizationType === 'JWT' && route.AuthorizerId && { authorizerId: route.AuthorizerId }),
      }),
  }),

  'AWS::ApiGatewayV2::Stage': kind({
    honours: z.strictObject({
      ApiId: z.string(),
      AutoDeploy: z.literal(true),
      DefaultRouteSettings: z
        .strictObject({ ThrottlingBurstLimit: z.number().optional(), ThrottlingRateLimit: z.number().optional() })
        .optional(),
      StageName: z.literal('$default'),
    }),
    ignores: { AccessLogSettings: 'an access log is for where many people call', Description: described, Tags: tagged },
    add: ({ DefaultRouteSettings: limits }, _place, { api }) =>
      api.stages.push({
        ...(limits?.ThrottlingRateLimit !== undefined && { ratePerSecond: limits.ThrottlingRateLimit }),
        ...(limits?.ThrottlingBurstLimit !== undefined && { burst: limits.ThrottlingBurstLimit }),
      }),
  }),
}
