import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { contentTypes } from '../core/content/content-type.ts'

/** What names one content on the command line: its type and its id. */
export function ofContent(command: Command): Command {
  return command
    .addArgument(new Argument('<type>', 'type of content').choices(contentTypes))
    .argument('<id>', 'its id, for example white-paper')
}

/** As {@link ofContent}, and segments, which are no content of their own. */
export function usedArguments(command: Command): Command {
  return command
    .addArgument(new Argument('<type>', 'type of content, or segments').choices([...contentTypes, 'segments']))
    .argument('<id>', 'its id, for example white-paper')
}

/** What becomes of the leads inside a sequence, as the API takes it. */
export interface InFlightOptions {
  readonly inFlight?: string
  readonly step?: Readonly<Record<string, string>>
  readonly again?: boolean
}

/** The options of a command that publishes a sequence. */
export function withInFlight(command: Command): Command {
  return withMoving(
    command.addOption(
      new Option('--in-flight <choice>', 'for sequences with leads inside').choices(['stay', 'move', 'exit']),
    ),
  )
}

/** The options of moving leads to another version. */
export function withMoving(command: Command): Command {
  return command
    .option('--step <old=new>', 'where those go on whose step is not there any more; again for each', stepTo)
    .option('--again', 'a moved lead may get mails again that it had already')
}

/** The options as the fields of a request. */
export function inFlightOf({ inFlight, step = {}, again }: InFlightOptions): Record<string, unknown> {
  return {
    ...(inFlight && { inFlight }),
    ...(Object.keys(step).length > 0 && { steps: step }),
    ...(again && { again }),
  }
}

/** Collects `--step read-it=read-more`. */
export function stepTo(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, from, to] = /^([a-z0-9-]+)=([a-z0-9-]+)$/.exec(text) ?? []
  if (!from || !to) throw new InvalidArgumentError('Write the old step and the new one, for example read-it=read-more.')
  return { ...before, [from]: to }
}

/** Reads the number of a version. */
export function versionNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give the number of a version; "ripen versions" lists them.')
}

/** The path of a content in the API. */
export function pathOf(type: string, id: string): string {
  return `/content/${encodeURIComponent(type)}/${encodeURIComponent(id)}`
}
