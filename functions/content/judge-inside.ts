import type { ContentType } from '../../core/content/content-type.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import type { CurrentItem, InFlight } from './content-items.ts'
import { judgeClocks } from './judge-clocks.ts'
import { type AskedInFlight, judgeInFlight } from './judge-in-flight.ts'

/** What is to be done with who is inside what goes live as its next version: leads in a sequence, clocks under a policy; undefined where nobody can be. Throws as those. */
export async function judgeInside(
  { type, id, value }: { readonly type: ContentType; readonly id: string; readonly value: unknown },
  current: CurrentItem | undefined,
  asked: AskedInFlight,
): Promise<InFlight | undefined> {
  if (type === 'sequences') return judgeInFlight(value as Sequence, current, asked)
  return type === 'sla-policies' ? judgeClocks(id, current, asked) : undefined
}
