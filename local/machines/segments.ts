import { StateMachine } from 'aws-local-stepfunctions'
import { dueOf, type Json, simplePath } from './wait.ts'

type Checked = ConstructorParameters<typeof StateMachine>[0]
interface State {
  Type: string
  Resource?: string
  Next?: string
  End?: boolean
  [field: string]: unknown
}

/** A state machine in the Amazon States Language. */
export interface Definition {
  StartAt: string
  States: Record<string, State>
}

/** A machine that the embedded run can't honour; the message names the state and the field. */
export class UnsupportedMachine extends Error {
  constructor(machine: string, detail: string) {
    super(`state machine ${machine}: ${detail}`)
    this.name = 'UnsupportedMachine'
  }
}

/** What a segment came to: the end of the machine, or a wait to be gone on from. */
type SegmentResult =
  | { readonly kind: 'ended'; readonly output: Json }
  | { readonly kind: 'waiting'; readonly dueMs: number; readonly next: string; readonly data: Json }

const waitingKey = 'local:waitingAt'
const topLevel = new Set(['Comment', 'StartAt', 'States', 'Version'])
const supported = new Set(['Task', 'Choice', 'Wait', 'Pass', 'Succeed', 'Fail'])
/** Real pauses between the tries of a task: as in Queues, a run on one machine need not wait minutes. */
const retryPauses = [100, 300, 900, 2_000, 3_000, 3_000]

/**
 * Cuts a machine at its Waits, so that a waiting execution is a row and not a timer: each Wait becomes an ending Pass that says where it stands.
 * One StateMachine is built for each place to go on from (building costs some 100 ms, so once).
 */
export class Segments {
  readonly #name: string
  readonly #states: Readonly<Record<string, State>>
  readonly #startAt: string
  readonly #invoke: (functionArn: string, payload: unknown) => Promise<unknown>
  readonly #built = new Map<string, StateMachine>()

  /** Throws {@link UnsupportedMachine}. */
  constructor(
    name: string,
    definition: Definition,
    invoke: (functionArn: string, payload: unknown) => Promise<unknown>,
  ) {
    this.#name = name
    for (const field of Object.keys(definition))
      if (!topLevel.has(field)) throw new UnsupportedMachine(name, `${field} is not honoured here`)
    this.#states = definition.States
    this.#startAt = definition.StartAt
    this.#invoke = invoke
    for (const [stateName, state] of Object.entries(definition.States)) this.#check(stateName, state)
    this.#machine(this.#startAt)
    for (const state of Object.values(definition.States))
      if (state.Type === 'Wait' && state.Next) this.#machine(state.Next)
  }

  /** Runs from a state (the start, or what comes after a wait) to the next wait or the end; throws what the machine fails with. */
  async run(
    from: string | undefined,
    input: Json,
    nowMs: () => number,
  ): Promise<{ result: SegmentResult; transitions: number }> {
    const running = this.#machine(from ?? this.#startAt).run(input, { overrides: this.#overrides() })
    // Its result is read below, or its failure from the events, which keep the error's own name.
    running.result.catch(() => {})
    let transitions = 0
    for await (const event of running.eventLogs) {
      if (event.type === 'StateEntered' || event.type === 'StateRetried') transitions += 1
      if (event.type === 'ExecutionFailed') throw failureOf(event)
    }
    return { result: this.#read(await running.result, nowMs()), transitions }
  }

  #read(output: Json, nowMs: number): SegmentResult {
    if (output === null || typeof output !== 'object' || Array.isArray(output) || !(waitingKey in output))
      return { kind: 'ended', output }
    const at = String(output[waitingKey])
    const data = output.data as Json
    const state = this.#states[at] as State
    const dueMs = dueOf(state, data, nowMs)
    if (!Number.isFinite(dueMs)) throw new UnsupportedMachine(this.#name, `${at}: there is no time to wait for`)
    return { kind: 'waiting', data, next: String(state.Next), dueMs }
  }

  #machine(startAt: string): StateMachine {
    const known = this.#built.get(startAt)
    if (known) return known
    // The package writes into what it is given.
    const States = Object.fromEntries(
      Object.entries(structuredClone(this.#states)).map(([name, state]) => [
        name,
        state.Type === 'Wait' ? waitingPass(name) : state,
      ]),
    )
    const reachable = reachableFrom(startAt, States)
    const definition = {
      StartAt: startAt,
      States: Object.fromEntries(Object.entries(States).filter(([name]) => reachable.has(name))),
    }
    const built = new StateMachine(definition as unknown as Checked, { validationOptions: { checkArn: false } })
    this.#built.set(startAt, built)
    return built
  }

  #overrides() {
    const tasks = Object.entries(this.#states).filter(([, { Type }]) => Type === 'Task')
    return {
      taskResourceLocalHandlers: Object.fromEntries(
        tasks.map(([name, { Resource }]) => [
          name,
          async (input: Json) => (await this.#invoke(String(Resource), input)) as Json,
        ]),
      ),
      retryIntervalOverrides: Object.fromEntries(tasks.map(([name]) => [name, retryPauses])),
    }
  }

  #check(name: string, state: State): void {
    const refuse = (detail: string) => {
      throw new UnsupportedMachine(this.#name, `${name}: ${detail}`)
    }
    if (!supported.has(state.Type)) refuse(`states of type ${state.Type} are not run here`)
    if (state.QueryLanguage) refuse('QueryLanguage is not honoured here')
    if (state.Type === 'Task') {
      if (!/^arn:[^:]+:lambda:/.test(state.Resource ?? '')) refuse('Resource must be the ARN of a function')
      for (const field of ['HeartbeatSeconds', 'HeartbeatSecondsPath', 'TimeoutSeconds', 'TimeoutSecondsPath'])
        if (field in state) refuse(`${field} is not honoured here`)
    }
    if (state.Type === 'Wait') {
      for (const field of ['InputPath', 'OutputPath']) if (field in state) refuse(`${field} is not honoured here`)
      if (!state.Next) refuse('a Wait that ends the machine is not run here')
      for (const field of ['SecondsPath', 'TimestampPath'])
        if (field in state && !simplePath.test(String(state[field]))) refuse(`${field} must be a path like $.a.b`)
    }
  }
}

function failureOf(event: { Error: string; Cause: unknown }): Error {
  return Object.assign(new Error(String(event.Cause ?? '')), { name: event.Error })
}

function waitingPass(name: string): State {
  return { Type: 'Pass', Parameters: { [waitingKey]: name, 'data.$': '$' }, End: true }
}

function reachableFrom(start: string, states: Record<string, State>): Set<string> {
  const found = new Set<string>()
  const queue = [start]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const state = states[name]
    if (!state || found.has(name)) continue
    found.add(name)
    const choices = [
      ...((state.Choices as { Next: string }[] | undefined) ?? []),
      ...((state.Catch as { Next: string }[] | undefined) ?? []),
    ]
    queue.push(
      ...[state.Next, state.Default as string | undefined, ...choices.map(({ Next }) => Next)].filter(
        (next) => next !== undefined,
      ),
    )
  }
  return found
}
