import middy from '@middy/core'
import type * as z from 'zod/mini'
import type { TaskKind } from '../../core/tasks.ts'

/** Handles one task of a state machine; input and output are parsed, so a machine can't carry anything but ids and seconds. */
export function onTask<Input extends z.ZodMiniType, Output extends z.ZodMiniType>(
  task: TaskKind<Input, Output>,
  handle: (input: z.output<Input>) => Promise<z.input<Output>>,
) {
  return middy<unknown, z.output<Output>>().handler(async (given) =>
    task.output.parse(await handle(task.input.parse(given))),
  )
}
