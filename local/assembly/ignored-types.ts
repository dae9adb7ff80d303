const permissions = 'permissions are not checked on one machine; ministack and AWS do'

/** Resource types that change nothing in how a run on one machine behaves, each with the reason. */
export const ignoredTypes: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'counts for the makers of the CDK',
  'AWS::CloudWatch::Alarm': 'nobody is on call for a machine of one',
  'AWS::CloudWatch::Dashboard': 'for those who look at AWS',
  'AWS::Events::Archive': 'nothing is replayed here',
  'AWS::IAM::ManagedPolicy': permissions,
  'AWS::IAM::Policy': permissions,
  'AWS::IAM::Role': permissions,
  'AWS::Lambda::Permission': permissions,
  'AWS::Logs::LogGroup': 'all functions write to functions.log in the data folder',
  'AWS::Logs::MetricFilter': 'metrics are for those who look at AWS',
  'AWS::S3::BucketPolicy': permissions,
  'AWS::SNS::Subscription': 'only alarms tell the topics',
  'AWS::SNS::Topic': 'only alarms tell it',
  'AWS::SNS::TopicPolicy': permissions,
  'AWS::SQS::QueuePolicy': permissions,
}
