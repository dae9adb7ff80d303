import type { Resource } from './app.ts'

/** All resources of a stage by their logical ids. */
export type Resources = Readonly<Record<string, Resource>>

export function ofType(resources: Resources, type: string): [string, Resource][] {
  return Object.entries(resources).filter(([, resource]) => resource.Type === type)
}

/** Which resource a `Ref` or `Fn::GetAtt` speaks of. */
export function logicalId(value: unknown): string {
  const reference = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: [string, string] }
  return reference.Ref ?? reference['Fn::GetAtt']?.[0] ?? ''
}

/** The handler of a function, such as `leads/record-activity.event`. */
export function fileOf(fn: Resource): string {
  return String(fn.Properties.Description).replace(/^functions\/|\.ts$/g, '')
}

/** The queues of a rule: what it puts events on, and what it puts those on that it could not put there. */
export function queuesOf(rule: Resource): { target: string; undelivered: string } {
  const [only, ...others] = rule.Properties.Targets as { Arn: unknown; DeadLetterConfig?: { Arn: unknown } }[]
  if (!only || others.length > 0) throw new Error(`a rule has ${others.length} targets too many`)
  return { target: logicalId(only.Arn), undelivered: logicalId(only.DeadLetterConfig?.Arn) }
}

/** Where SQS puts what was received too often from a queue. */
export function deadLettersOf(queue: Resource | undefined): string {
  const redrive = queue?.Properties.RedrivePolicy as { deadLetterTargetArn: unknown } | undefined
  return logicalId(redrive?.deadLetterTargetArn)
}

export interface Statement {
  readonly Action: string | string[]
  readonly Resource: unknown | unknown[]
  readonly [part: string]: unknown
}

/** The policies that lie on a queue; a second one would take the place of the first. */
export function policiesOf(resources: Resources, queue: string): [string, Statement[]][] {
  const covers = ({ Properties }: Resource) => (Properties.Queues as unknown[]).some((one) => logicalId(one) === queue)
  return ofType(resources, 'AWS::SQS::QueuePolicy')
    .filter(([, policy]) => covers(policy))
    .map(([id, policy]) => [id, statementsIn(policy.Properties.PolicyDocument)])
}

/** What a role or policy allows. */
export function statementsOf({ Properties }: Resource): Statement[] {
  const inline = (Properties.Policies as { PolicyDocument: unknown }[] | undefined) ?? []
  return [Properties.PolicyDocument, ...inline.map(({ PolicyDocument }) => PolicyDocument)].flatMap(statementsIn)
}

function statementsIn(document: unknown): Statement[] {
  return (document as { Statement: Statement[] } | undefined)?.Statement ?? []
}
