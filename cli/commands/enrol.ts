import { Command } from 'commander'
import type { shownEnrolment } from '../../core/nurture/enrolment.ts'
import { type Api, ApiProblem } from '../api.ts'
import { enrolRefusal } from '../enrol-refusals.ts'
import { leadArgument, leadNamed } from '../lead-named.ts'
import { dim, good, printJson } from '../output.ts'
import { withApi } from './with-api.ts'

type Enrolment = ReturnType<typeof shownEnrolment>

/** `ripen enrol <sequence> <lead>`: puts one lead into a sequence by hand. */
export function enrolCommand(): Command {
  return new Command('enrol')
    .argument('<sequence>', 'id of a published sequence')
    .argument('<lead>', leadArgument)
    .description('put one lead into a sequence; consent, exits and re-entry count as for everybody')
    .addHelpText(
      'after',
      `
Exit code 1 when the lead can't enter, with the reason. Many at once: "ripen broadcast".

Examples:
  ripen enrol checklist jana@example.com
  echo jana@example.com | ripen enrol checklist -`,
    )
    .action(async (sequence: string, who: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { leadId } = await leadNamed(api, who)
      const enrolment = await enrol(api, leadId, sequence)
      if (json) return printJson(enrolment)
      console.log(good(`The lead is in ${sequence}, at ${enrolment.step}.`))
      console.log(
        dim(`"ripen lead ${who}" shows how it goes on, "ripen enrolment end ${sequence} ${who}" takes it out.`),
      )
    })
}

async function enrol(api: Api, leadId: string, sequence: string): Promise<Enrolment> {
  try {
    return (await api.post<Enrolment>(`/leads/${leadId}/enrolments`, { sequence })).body
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    const { reason } = error.body as { reason?: string }
    if (error.status === 409 && reason) throw new Error(enrolRefusal(sequence, reason))
    if (error.status === 404)
      throw new Error(`no sequence ${sequence} is published: "ripen push --publish" makes it live`)
    throw error
  }
}

const steering = {
  pause: { about: 'hold a lead where it stands in a sequence', said: 'is held' },
  resume: { about: 'let a held lead go on: the time that it was held does not count for its wait', said: 'goes on' },
  end: { about: 'take a lead out of a sequence; no more mail of it goes', said: 'is out' },
} as const

/** `ripen enrolment pause|resume|end <sequence> <lead>`: one lead in one sequence. */
export function enrolmentCommand(): Command {
  const command = new Command('enrolment').description('hold one lead in its sequence, let it go on, or take it out')
  for (const name of ['pause', 'resume', 'end'] as const) command.addCommand(steerCommand(name))
  return command
}

function steerCommand(name: keyof typeof steering): Command {
  const command = new Command(name)
    .argument('<sequence>', 'id of the sequence that it is in')
    .argument('<lead>', leadArgument)
    .description(steering[name].about)
    .addHelpText(
      'after',
      `\nExample:\n  ripen enrolment ${name} checklist jana@example.com${name === 'resume' ? '' : ' --reason "asked for a call"'}`,
    )
  if (name !== 'resume') command.option('--reason <text>', 'why, for whoever asks later')
  return command.action(async (sequence: string, who: string, { reason }: { reason?: string }, self: Command) => {
    const { api, json } = withApi(self)
    const lead = await leadNamed(api, who)
    const enrolmentId = openIn(lead.enrolments as Enrolment[], sequence)
    const path = `/leads/${lead.leadId}/enrolments/${enrolmentId}/${name === 'end' ? 'exit' : name}`
    const { body } = await api.post<Enrolment>(path, reason ? { reason } : {})
    if (json) return printJson(body)
    console.log(
      good(
        `The lead ${steering[name].said}${name === 'end' ? ' of' : ' in'} ${sequence}${body.state === 'active' || body.state === 'paused' ? `, at ${body.step}` : ''}.`,
      ),
    )
  })
}

/** The enrolment of this sequence that is not over. Throws Error where there is none. */
function openIn(enrolments: readonly Enrolment[], sequence: string): string {
  const own = enrolments.filter((one) => one.sequence === sequence)
  const open = own.find(({ state }) => state === 'active' || state === 'paused')
  if (open) return open.enrolmentId
  const last = own.at(-1)
  throw new Error(
    last
      ? `the lead is not in ${sequence} any more: ${last.reason ?? last.state}`
      : `the lead never was in ${sequence}`,
  )
}
