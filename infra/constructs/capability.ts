import { type CfnStack, NestedStack, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/**
 * One capability of Ripen: a nested stack, so that each has room of its own under the 500 resources that CloudFormation takes in one template.
 * What it uses of the foundation comes in as parameters; nothing of the foundation may use anything of a capability.
 */
export abstract class Capability extends NestedStack {
  constructor(scope: Construct, name: string) {
    super(scope, name, { description: `Ripen: ${name}` })
    // CloudFormation begins the names of all that is inside with this one, and cuts their ends off at 64 letters.
    ;(this.nestedStackResource as CfnStack).overrideLogicalId(name)
  }
}

/** The name of the stack that is deployed, which all names begin with. */
export function deployedName(scope: Construct): string {
  const stack = Stack.of(scope)
  return (stack.nestedStackParent ?? stack).stackName
}

/** The name that what belongs to the handler `leads/record-activity.event` goes by: `ripen-dev-leads-record-activity`. */
export function nameFor(scope: Construct, file: string): string {
  return `${deployedName(scope)}-${file.replace('/', '-').replace(/\..*$/, '')}`
}

/** The id of a construct for a handler: `record-activity-event` of `leads/record-activity.event`. */
export function idFor(file: string): string {
  return file.replace(/^.*\//, '').replace('.', '-')
}
