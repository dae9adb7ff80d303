import { type Command, Option } from 'commander'
import { delimiterNames } from './list-file.ts'

/** The options that say how a list is written. */
export function withListOptions(command: Command): Command {
  return command
    .option('--encoding <name>', 'utf-8, utf-16le, windows-1251, … (told by itself where that is sure)')
    .addOption(new Option('--delimiter <name>', 'what stands between cells').choices(delimiterNames))
}
