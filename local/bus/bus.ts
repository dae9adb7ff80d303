import { randomUUID } from 'node:crypto'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { Queues } from '../queues/queues.ts'
import { compilePattern } from './event-pattern.ts'

export interface RuleSettings {
  readonly name: string
  readonly busName: string
  readonly pattern: unknown
  readonly targets: readonly { readonly queueArn: string }[]
}

interface Rule extends RuleSettings {
  readonly matches: (event: unknown) => boolean
}

/** What AWS takes in one PutEvents call. */
const mostEntries = 10
const largestRequest = 1024 * 1024

/**
 * EventBridge for one machine: an event is matched and put on the queues of the rules it matches in one transaction of the journal,
 * before PutEvents answers, so that what was acknowledged is delivered whatever happens to this process.
 */
export class Bus {
  readonly operations: AwsOperations
  readonly #journal: Journal
  readonly #queues: Queues
  readonly #clock: VirtualClock
  readonly #account: string
  readonly #region: string
  readonly #buses = new Set(['default'])
  readonly #rules: Rule[] = []
  /** Events accepted since the start. */
  accepted = 0
  /** The same by source and name, for example `ripen/LeadChanged`: AWS bills those that are not its own services'. */
  readonly acceptedByName: Record<string, number> = {}

  constructor(options: {
    journal: Journal
    queues: Queues
    clock: VirtualClock
    account: string
    region: string
  }) {
    this.#journal = options.journal
    this.#queues = options.queues
    this.#clock = options.clock
    this.#account = options.account
    this.#region = options.region
    this.operations = { 'AWSEvents.PutEvents': async (input) => this.#putEvents(input) }
  }

  addBus(name: string): void {
    this.#buses.add(name)
  }

  /** Adds a rule; throws {@link InvalidPattern} for a pattern that EventBridge would refuse. */
  addRule(rule: RuleSettings): void {
    if (!this.#buses.has(rule.busName)) throw new Error(`rule ${rule.name} listens to a bus that is not there`)
    for (const { queueArn } of rule.targets) {
      if (!this.#queues.has(queueArn)) throw new Error(`rule ${rule.name} has a target that is no queue: ${queueArn}`)
    }
    this.#rules.push({ ...rule, matches: compilePattern(rule.pattern) })
  }

  /** Publishes an event as an AWS service does on the default bus; `PutEvents` may not name such a source. May be part of a transaction of the journal. */
  publishAwsEvent(source: `aws.${string}`, detailType: string, detail: unknown, resources: string[] = []): string {
    return this.#journal.transaction(() => this.#deliver('default', { source, detailType, detail, resources }))
  }

  #putEvents(input: Record<string, unknown>) {
    const entries = Array.isArray(input.Entries) ? (input.Entries as Record<string, unknown>[]) : []
    if (entries.length < 1 || entries.length > mostEntries) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${mostEntries}`,
      )
    }
    if (Buffer.byteLength(JSON.stringify(entries)) > largestRequest)
      throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.')
    const results = this.#journal.transaction(() => entries.map((entry) => this.#accept(entry)))
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results }
  }

  #accept(entry: Record<string, unknown>): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
    const busName =
      String(entry.EventBusName ?? 'default')
        .split('/')
        .pop() ?? ''
    const [source, detailType, text] = [entry.Source, entry.DetailType, entry.Detail]
    if (typeof source !== 'string' || source === '')
      return refused('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.')
    if (source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', 'Not authorized for the source.')
    if (typeof detailType !== 'string' || detailType === '')
      return refused('InvalidArgument', 'Parameter DetailType is not valid. Reason: DetailType is a required argument.')
    if (!this.#buses.has(busName)) return refused('ResourceNotFoundException', 'Event bus does not exist.')
    let detail: unknown
    try {
      detail = JSON.parse(String(text))
    } catch {
      return refused('MalformedDetail', 'Detail is malformed.')
    }
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
      return refused('MalformedDetail', 'Detail is malformed.')
    const resources = Array.isArray(entry.Resources) ? entry.Resources.map(String) : []
    return { EventId: this.#deliver(busName, { source, detailType, detail, resources }) }
  }

  #deliver(
    busName: string,
    event: { source: string; detailType: string; detail: unknown; resources: string[] },
  ): string {
    const id = randomUUID()
    const envelope = {
      version: '0',
      id,
      'detail-type': event.detailType,
      source: event.source,
      account: this.#account,
      time: new Date(this.#clock.now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      region: this.#region,
      resources: event.resources,
      detail: event.detail,
    }
    this.accepted += 1
    const name = `${event.source}/${event.detailType}`
    this.acceptedByName[name] = (this.acceptedByName[name] ?? 0) + 1
    const body = JSON.stringify(envelope)
    for (const rule of this.#rules) {
      if (rule.busName !== busName || !rule.matches(envelope)) continue
      for (const { queueArn } of rule.targets) this.#queues.send(queueArn, body)
    }
    return id
  }
}

function refused(ErrorCode: string, ErrorMessage: string) {
  return { ErrorCode, ErrorMessage }
}
