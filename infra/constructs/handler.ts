import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Duration } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, type CfnFunction, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { bundleFolder } from '../bundle.ts'
import { idFor } from './capability.ts'
import type { Link } from './link.ts'

export interface HandlerProps {
  /** The handler's file without folder `functions/` and ending, for example `capture/submit-form.http`. */
  readonly file: string
  /** Whatever the function may use, and nothing else. */
  readonly links: readonly Link[]
  readonly logGroup: LogGroup
  readonly timeout?: Duration
  readonly memorySize?: number
  /** Calls at the same time at most. */
  readonly reservedConcurrency?: number
  /** Nobody waits for it to the second: where all functions share one machine, the others go first. On AWS each has a machine of its own. */
  readonly givesWay?: boolean
}

/** One Lambda function from its own bundle, with a role that holds exactly what its links grant. */
export class Handler extends Construct {
  readonly fn: LambdaFunction
  readonly file: string

  constructor(scope: Construct, props: HandlerProps) {
    super(scope, idFor(props.file))
    this.file = props.file
    const folder = join(import.meta.dirname, '../..', bundleFolder, props.file)
    if (!existsSync(folder)) throw new Error(`There is no handler functions/${props.file}.ts`)
    const statements = props.links.flatMap(({ statements }) => [...statements])
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What functions/${props.file}.ts may do`,
      inlinePolicies: {
        may: new PolicyDocument({
          minimize: true,
          statements: [
            ...statements,
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [props.logGroup.logGroupArn],
            }),
          ],
        }),
      },
    })
    this.fn = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(folder),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: `functions/${props.file}.ts`,
      role: role.withoutPolicyUpdates(),
      logGroup: props.logGroup,
      memorySize: props.memorySize ?? 256,
      timeout: props.timeout ?? Duration.seconds(15),
      environment: Object.assign({}, ...props.links.map(({ environment }) => environment)),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    })
    if (props.givesWay) (this.fn.node.defaultChild as CfnFunction).addMetadata('ripen:gives-way', true)
  }
}
