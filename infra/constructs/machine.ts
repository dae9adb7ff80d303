import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import type { EnvName } from '../../functions/aws/env.ts'
import { deployedName } from './capability.ts'
import type { Handler } from './handler.ts'
import { type Link, link } from './link.ts'

/**
 * A Step Functions Standard machine from `workflows/<name>.asl.json`; its one task is `task`.
 * The name is fixed, so that the task may start the next generation of its own machine without a circle in the template.
 */
export class Machine extends Construct {
  readonly #name: string
  readonly #variable: EnvName

  constructor(scope: Construct, props: { workflow: 'nurture' | 'sla'; variable: EnvName }) {
    super(scope, `${props.workflow}-machine`)
    this.#name = `${deployedName(this)}-${props.workflow}`
    this.#variable = props.variable
  }

  /** Makes the machine once its task is there. */
  run(task: Handler, substitution: string, workflow: 'nurture' | 'sla'): CfnStateMachine {
    const definition = readFileSync(join(import.meta.dirname, `../../workflows/${workflow}.asl.json`), 'utf8')
    const log = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: `What the machine ${workflow} may do`,
      inlinePolicies: {
        may: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [task.fn.functionArn] }),
            // Log delivery is set up by Step Functions itself; these actions take no resource.
            new PolicyStatement({
              actions: [
                'logs:CreateLogDelivery',
                'logs:GetLogDelivery',
                'logs:UpdateLogDelivery',
                'logs:DeleteLogDelivery',
                'logs:ListLogDeliveries',
                'logs:PutResourcePolicy',
                'logs:DescribeResourcePolicies',
                'logs:DescribeLogGroups',
              ],
              resources: ['*'],
            }),
          ],
        }),
      },
    })
    return new CfnStateMachine(this, 'Machine', {
      stateMachineName: this.#name,
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: definition,
      definitionSubstitutions: { [substitution]: task.fn.functionArn },
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }],
      },
      tracingConfiguration: { enabled: false },
    })
  }

  /** To start the machine, look at an execution and stop an outdated one. */
  get runs(): Link {
    const { partition, region, account } = Stack.of(this)
    const machine = `arn:${partition}:states:${region}:${account}:stateMachine:${this.#name}`
    const executions = `arn:${partition}:states:${region}:${account}:execution:${this.#name}:*`
    return {
      environment: link({ [this.#variable]: machine }).environment,
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine] }),
        new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: [executions] }),
      ],
    }
  }
}
