import { Command } from 'commander'
import type { Account } from '../../core/insight/accounts/fold-account.ts'
import { bold, dim, good, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

interface ShownPerson {
  readonly email?: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly stage: string
  readonly fit: number
  readonly interest: number
  readonly roles: readonly string[]
}

type ShownAccount = Account & {
  readonly missing: readonly string[]
  readonly mostEngaged: readonly ShownPerson[]
  readonly more?: boolean
}

/** `ripen accounts [domain]`: companies by what their people make together, or one with its people. */
export function accountsCommand(): Command {
  return new Command('accounts')
    .argument('[domain]', 'one company, like brandt.example')
    .description('companies by what their people make together; or one, with its most engaged people and their roles')
    .option('--qualified', 'only those whose people qualify together')
    .addHelpText('after', '\nExamples:\n  ripen accounts --qualified\n  ripen accounts brandt.example')
    .action(async (domain: string | undefined, { qualified }: { qualified?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      if (domain !== undefined) {
        const { body } = await api.get<ShownAccount>(`/accounts/${encodeURIComponent(domain.toLowerCase())}`)
        return json ? printJson(body) : console.log(oneInWords(body))
      }
      const items: Account[] = []
      for await (const one of api.items<Account>(`/accounts?limit=100${qualified ? '&state=qualified' : ''}`))
        items.push(one)
      if (json) return printJson({ items })
      console.log(
        table(
          items.map(rowOf),
          ['company', 'score', 'fit', 'interest', 'people', 'engaged', 'stage', 'roles', 'qualified'],
          'No company yet.',
        ),
      )
    })
}

function rowOf({ domain, total, fit, interest, people, engaged, stage, roles, qualifiedAt }: Account) {
  const covered = Object.values(roles).filter((many) => many > 0).length
  return {
    company: domain,
    score: total,
    fit,
    interest,
    people,
    engaged,
    stage,
    roles: Object.keys(roles).length > 0 ? `${covered} of ${Object.keys(roles).length}` : '',
    qualified: qualifiedAt ? `since ${qualifiedAt.slice(0, 10)}` : '',
  }
}

function oneInWords(account: ShownAccount): string {
  const { domain, total, fit, interest, people, engaged, roles, missing, mostEngaged, qualifiedAt, more } = account
  const named = Object.entries(roles).map(([role, many]) => `${role} ${many}`)
  return [
    `${bold(domain)}  ${total} points: fit ${fit} of whoever fits best, interest ${interest} of ${engaged} of ${people} people`,
    ...(qualifiedAt ? [good(`Its people qualify together since ${qualifiedAt.slice(0, 10)}.`)] : []),
    ...(named.length > 0
      ? [`Roles: ${named.join(', ')}${missing.length > 0 ? `; nobody yet: ${missing.join(', ')}` : ''}`]
      : []),
    table(
      mostEngaged.map(({ email, fields, ...one }) => ({
        ...one,
        email,
        job: fields?.jobTitle,
        roles: one.roles.join(', '),
      })),
      ['email', 'job', 'stage', 'fit', 'interest', 'roles'],
      '',
    ),
    ...(more || people > mostEngaged.length ? [dim('There are more people than are shown here.')] : []),
  ].join('\n')
}
