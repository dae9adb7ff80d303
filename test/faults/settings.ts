import { sharedSettings } from '../fixtures/shared-settings.ts'

/** The settings that the stack gives its functions. */
export const settings = {
  ...sharedSettings,
  AWS_REGION: 'eu-central-1',
  POWERTOOLS_METRICS_DISABLED: 'true',
  TABLE_NAME: 'ripen-test',
  IDENTITY_KEY_SECRET: 'identity',
  DEFAULT_ZONE: 'Europe/Berlin',
  SEND_RATE: '100000',
  SEND_WORKERS: '1',
  SMS_ORIGINATION: 'pool-1',
  SMS_CONFIGURATION_SET: 'sms',
  WEBHOOK_LOOPBACK: 'refused',
  REPLIES_BUCKET: 'replies',
  FILES_BUCKET: 'files',
  REPLY_DOMAIN: 'reply.example.com',
  REPLY_MAILBOX: 'marketing@company.example',
  NURTURE_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:ripen-test-nurture',
  SLA_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:ripen-test-sla',
}
