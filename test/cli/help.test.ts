import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { beforeAll, describe, expect, it } from 'vitest'
import { helpConfiguration, likeItsParent } from '../../cli/help.ts'

const folder = join(import.meta.dirname, '../../cli/commands')
let commands: { name: string; command: Command; help: string }[]

/** A command with all below it, each with its help as people get it. */
function whole(command: Command, before = 'ripen'): typeof commands {
  const name = `${before} ${command.name()}`
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
  return [{ name, command, help }, ...command.commands.flatMap((one) => whole(one, name))]
}

const program = new Command('ripen').configureHelp(helpConfiguration).option('--json', 'print JSON for programs')

beforeAll(async () => {
  const made: Command[] = []
  for (const file of readdirSync(folder)) {
    const exported = Object.entries((await import(join(folder, file))) as Record<string, unknown>)
    for (const [name, make] of exported) {
      const command = /Command$/.test(name) && typeof make === 'function' ? make() : undefined
      if (!(command instanceof Command)) continue
      program.addCommand(likeItsParent(command, program))
      made.push(command)
    }
  }
  commands = made.flatMap((command) => whole(command))
})

describe('the help of each command', () => {
  it('says what it does, and what each of its arguments and options is', () => {
    expect(commands.length).toBeGreaterThan(30)
    for (const { name, command } of commands) {
      expect([name, command.description()]).toEqual([name, expect.stringMatching(/\w/)])
      for (const argument of command.registeredArguments) {
        expect([name, argument.name(), argument.description]).toEqual([
          name,
          argument.name(),
          expect.stringMatching(/\w/),
        ])
      }
      for (const { long, description } of command.options) {
        expect([name, long, description]).toEqual([name, long, expect.stringMatching(/\w/)])
      }
    }
  })

  it('marks the options that are required, and names those of all commands', () => {
    const required = commands.flatMap(({ name, command, help }) =>
      command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => ({ name, help, flags })),
    )
    for (const { help, flags } of required)
      expect(help.replace(/\s+/g, ' ')).toMatch(new RegExp(`${flags} .*\\(required\\)`))
    expect(required.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ripen import', 'ripen sequence pause', 'ripen sequence resume']),
    )
    for (const { name, help } of commands) expect([name, help]).toEqual([name, expect.stringContaining('--json')])
  })

  it('gives an example of the command itself, with options that it has', () => {
    for (const { name, command, help } of commands) {
      if (command.commands.length > 0 && command.registeredArguments.length === 0 && !help.includes('Example')) {
        // It does nothing by itself: those below it have theirs.
        expect([name, command.commands.length > 1]).toEqual([name, true])
        continue
      }
      const [, examples = ''] = help.split(/\nExamples?:\n/)
      const own = examples.split('\n').filter((line) => line.includes('ripen '))
      expect([
        name,
        own.length > 0,
        own.every((line) => / ripen (--\w+ )?/.test(` ${line}`) && line.includes(name.replace(/^ripen /, ''))),
      ]).toEqual([name, true, true])
      const known = new Set(command.options.map(({ long }) => long))
      for (const [used] of own
        .join('\n')
        .replaceAll(/--(json|api)\b/g, '')
        .matchAll(/(?<![\w-])--[a-z-]+/g)) {
        expect([name, used, known.has(used)]).toEqual([name, used, true])
      }
    }
  })
})
