import type { Topology } from '../assembly/topology.ts'
import type { AwsEndpoint } from '../aws/aws-endpoint.ts'
import type { VirtualClock } from '../clock.ts'
import type { Engines } from '../engines.ts'
import type { ApiCaller } from '../http/api-caller.ts'
import type { Journal } from '../journal.ts'
import type { Issuer } from '../staff/issuer.ts'
import type { TableEngine } from '../table/table-engine.ts'
import { ClockCalls } from './clock-calls.ts'
import { MailCalls } from './mail-calls.ts'
import { PageCalls } from './page-calls.ts'
import { Panel } from './panel.ts'
import { SignInCalls } from './sign-in-calls.ts'
import { SmsCalls } from './sms-calls.ts'
import { StateCalls } from './state-calls.ts'
import { TokenCalls } from './token-calls.ts'

/** The panel of a run. */
export function panelOf(run: {
  engines: Engines
  issuer: Issuer
  topology: Topology
  journal: Journal
  clock: VirtualClock
  endpoint: AwsEndpoint
  tables: TableEngine
  /** Calls the API as an admin, for what the pages show. */
  admin: ApiCaller
}): Panel {
  const { engines, issuer, topology, journal, clock } = run
  const { users, ses } = engines
  const roles = topology.pool.groups.map(({ name }) => name)
  const sources = {
    clock,
    work: engines.work,
    queues: engines.queues,
    machines: engines.machines,
    lambdas: engines.lambdas,
    bus: engines.bus,
    mails: ses.store,
    table: run.tables,
    awsCalls: run.endpoint.calls,
  }
  const tokens = new TokenCalls({ issuer, users, groups: roles })
  return new Panel({
    clock: new ClockCalls({ clock, timeline: engines.timeline }),
    mails: new MailCalls(ses, engines.receiving),
    pages: new PageCalls({ ask: (path) => run.admin('GET', path), sources, mails: ses.store, roles }),
    sms: new SmsCalls(engines.sms),
    state: new StateCalls(sources),
    tokens,
    signIn: new SignInCalls({ issuer, users, tokens, settings: topology.pool, journal }),
  })
}
