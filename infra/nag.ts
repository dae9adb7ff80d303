import { type App, type Stack, Token, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { smsResources } from './outreach.ts'

const noResource = 'SES account look-ups and Step Functions log delivery take no resource in a policy.'
const ownExecutions = 'Executions are named at run time; the statement is bound to the one machine.'

/** Why a rule of AWS's solutions pack does not apply, in writing; everything else it finds fails `npm run check`. */
function reasons({ stackName: stack, region, account }: Stack): Record<string, string> {
  const where = `${nameOf(region, 'AWS::Region')}:${nameOf(account, 'AWS::AccountId')}`
  return {
    'AwsSolutions-APIG4':
      'Forms, confirmation and unsubscribe links are for everybody; every staff route has the JWT authorizer (asserted in test/infra).',
    'AwsSolutions-COG2':
      'A second factor is offered; whether it is demanded is the decision of the company that deploys.',
    'AwsSolutions-COG3':
      'Threat protection needs the Plus plan, at a price per user; nobody can sign up by themselves.',
    'AwsSolutions-COG8': 'As COG3: the Plus plan is a decision of the company that deploys.',
    'AwsSolutions-SMG4':
      'The identity key must never change; token keys are rotated as docs/runbook.md says, keeping the old ones readable.',
    'AwsSolutions-SF1':
      'Errors are logged; every transition of every lead would cost more than the transitions themselves.',
    'AwsSolutions-SF2': 'The machines are alarm clocks with one task; its function is where a trace would begin.',
    'AwsSolutions-SQS3':
      'The queues it names are dead-letter queues themselves, of rules and schedules, which the rule does not look at.',
    'AwsSolutions-IAM5[Resource::*]': noResource,
    [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:${where}:execution:${stack}-nurture:*]`]: ownExecutions,
    [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:${where}:execution:${stack}-sla:*]`]: ownExecutions,
    'AwsSolutions-S1':
      'One bucket holds images of mails, which everybody may see; of the one with gated files Ripen keeps each download itself, of the one with replies each reply.',
    [`AwsSolutions-IAM5[Resource::<referenceto${stack.replaceAll('-', '')}FoundationImagesBucketFCBDF2DFArn>/*]`]:
      'Images get their names from their content; the statement is bound to the one bucket.',
    [`AwsSolutions-IAM5[Resource::<referenceto${stack.replaceAll('-', '')}FoundationFilesBucket56AA3EBFArn>/*]`]:
      'Gated files get their names from their content; the statement is bound to the one bucket.',
    [`AwsSolutions-IAM5[Resource::<referenceto${stack.replaceAll('-', '')}FoundationRepliesBucketD35816DDArn>/mail/*]`]:
      'SES names the mails that it stores; the statement is bound to the one bucket.',
    ...Object.fromEntries(
      smsResources.map((kind) => [
        `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sms-voice:${where}:${kind}/*]`,
        'AWS gives numbers, sender ids and pools their ids; a company names one of its own, and the action sends and does nothing else.',
      ]),
    ),
    [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:${where}:${stack}-*]`]:
      'Dead letters are looked through for all queues of the stage; queues get their names from CloudFormation.',
  }
}

/** Checks the app against AWS's solutions rules at synth. */
export function check(app: App, stack: Stack): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  for (const [id, reason] of Object.entries(reasons(stack))) Validations.of(stack).acknowledge({ id, reason })
}

/** As the rules write it: the value where the synthesis knows it, else the name of the pseudo parameter. */
function nameOf(value: string, parameter: string): string {
  return Token.isUnresolved(value) ? `<${parameter}>` : value
}
