import { isDeepStrictEqual } from 'node:util'
import type { Sequence } from '../nurture/sequence.ts'
import { error, type Finding, type Path } from './problem.ts'

/** A sequence that its trigger brings leads into whom it lets go in the same moment: nobody ever enters it. */
export function segmentFindings({ trigger, exit, goal }: Sequence): Finding[] {
  if (!trigger || !('segment' in trigger)) return []
  const ends: { one: Sequence['exit'][number]; path: Path }[] = [
    ...exit.map((one, index) => ({ one, path: ['exit', index] })),
    ...(goal ? [{ one: goal, path: ['goal'] }] : []),
  ]
  return ends
    .filter(({ one }) => isDeepStrictEqual('segment' in one ? one.segment : 'when' in one && one.when, trigger.segment))
    .map(({ path }) =>
      error(path, 'whom the trigger brings in, this takes out at once', 'end it by something else than what begins it'),
    )
}
