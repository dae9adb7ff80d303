import { beforeAll, describe, expect, it } from 'vitest'
import { synthesizeDev } from './app.ts'
import { logicalId, ofType, type Resources, type Statement } from './resources.ts'

let dev: Resources
beforeAll(() => {
  dev = synthesizeDev().resources
})

const only = (type: string) => {
  const [found, ...others] = ofType(dev, type)
  if (!found || others.length > 0) throw new Error(`there is not just one ${type}`)
  return found
}

describe('mail that comes in', () => {
  it('goes from one rule of SES, for one domain, into a bucket that expires what it holds and tells of it', () => {
    const [, rule] = only('AWS::SES::ReceiptRule')
    const { Actions, Recipients, Enabled, ScanEnabled, Name } = rule.Properties.Rule as Record<string, unknown>
    expect({ Recipients, Enabled, ScanEnabled, Name }).toEqual({
      Recipients: ['reply.dev.example.com'],
      Enabled: true,
      ScanEnabled: true,
      Name: 'ripen-dev-to-bucket',
    })
    const [{ S3Action }] = Actions as [{ S3Action: { BucketName: unknown; ObjectKeyPrefix: string } }]
    const bucket = dev[logicalId(S3Action.BucketName)]
    expect(bucket).toMatchObject({
      Type: 'AWS::S3::Bucket',
      Properties: {
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      },
    })
  })

  it('is let in from that rule alone', () => {
    const [id] = ofType(dev, 'AWS::S3::Bucket').find(([, { Properties }]) => Properties.NotificationConfiguration) ?? [
      '',
    ]
    const policy = ofType(dev, 'AWS::S3::BucketPolicy').find(
      ([, { Properties }]) => logicalId(Properties.Bucket) === id,
    )
    const document = policy?.[1].Properties.PolicyDocument as { Statement: Statement[] } | undefined
    const [allowed, ...others] = (document?.Statement ?? []).filter(({ Effect }) => Effect === 'Allow')
    expect(others).toEqual([])
    expect(allowed).toMatchObject({
      Principal: { Service: 'ses.amazonaws.com' },
      Action: 's3:PutObject',
      Condition: { StringEquals: { 'aws:SourceAccount': expect.anything() } },
    })
    expect(JSON.stringify(allowed?.Condition)).toContain(
      'receipt-rule-set/ripen-dev-replies:receipt-rule/ripen-dev-to-bucket',
    )
  })

  it('is heard by a rule for just that bucket', () => {
    const rule = ofType(dev, 'AWS::Events::Rule').find(([, { Properties }]) =>
      JSON.stringify(Properties.EventPattern).includes('aws.s3'),
    )
    expect(rule?.[1].Properties.EventPattern).toMatchObject({
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [expect.anything()] }, object: { key: [{ prefix: 'mail/' }] } },
    })
  })
})
