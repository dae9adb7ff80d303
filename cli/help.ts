import { type Command, Help, type HelpConfiguration, type Option } from 'commander'

const plain = new Help()

/** How help is shown: the options of all commands too, and which options can't be left out. */
export const helpConfiguration: HelpConfiguration = {
  showGlobalOptions: true,
  optionDescription: (option: Option) =>
    `${plain.optionDescription(option)}${option.mandatory ? ' (required)' : ''}`.trimStart(),
}

/** Gives a command, and all below it, what the program says of help and errors: `addCommand` does not. */
export function likeItsParent(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent)
  for (const one of command.commands) likeItsParent(one, command)
  return command
}
