import { asksActivity } from '../core/nurture/asks-activity.ts'
import type { Sequence } from '../core/nurture/sequence.ts'
import type { Api } from './api.ts'
import { count, readToCount } from './commands/broadcast.ts'
import { bold, warning } from './output.ts'

/** More leads than this are not read for a remark. */
const readAtMost = 5_000

/**
 * A trigger is for what happens from now on: whoever has the tag, or is in the segment, when a sequence goes live does not come in by that. Says how many
 * there are of each of these sequences, and how to put them in; nothing of those for whom it holds for nobody.
 */
export async function alreadyThere(api: Api, sequences: readonly Sequence[]): Promise<string[]> {
  const lines: string[] = []
  for (const sequence of sequences) {
    const { id, trigger } = sequence
    if (!trigger || !holdsByStanding(trigger)) continue
    const command = bold(`ripen broadcast ${id} --triggered`)
    try {
      const reads = await readToCount(api, id, { triggered: true })
      if (reads > readAtMost) {
        const many = reads.toLocaleString('en')
        lines.push(
          `${warning(id)}: who ${whoOf(trigger, 1)} already was not counted, since ${many} leads would be read for it; ${command} counts them and puts them in.`,
        )
        continue
      }
      const { count: there } = await count(api, id, { triggered: true })
      if (there > 0) lines.push(saysOf(sequence, whoOf(trigger, there), there, command))
    } catch {
      lines.push(
        `${warning(id)}: who ${whoOf(trigger, 1)} already could not be counted; ${command} counts them and puts them in.`,
      )
    }
  }
  return lines
}

function saysOf(sequence: Sequence, who: string, there: number, command: string): string {
  const one = there === 1
  const many = `${one ? '1 lead' : `${there.toLocaleString('en')} leads`} ${who} already, and ${one ? 'is' : 'are'} not in it`
  // What asks for activity comes true by time alone, and so is looked at each night.
  const when = asksActivity(sequence)
    ? `${one ? 'It comes' : 'They come'} in tonight`
    : `${one ? 'It comes' : 'Each comes'} in when something happens to it next`
  return `${warning(`${sequence.id}: ${many}`)}. ${when}; ${command} puts ${one ? 'it' : 'them'} in now.`
}

/** Can it hold without anything happening? */
function holdsByStanding(trigger: NonNullable<Sequence['trigger']>): boolean {
  return 'tag' in trigger || 'segment' in trigger || 'stage' in trigger
}

function whoOf(trigger: NonNullable<Sequence['trigger']>, count: number): string {
  const one = count === 1
  const asked = 'when' in trigger && trigger.when ? ` and ${one ? 'meets' : 'meet'} its "when"` : ''
  if ('tag' in trigger) return `${one ? 'has' : 'have'} the tag ${trigger.tag}${asked}`
  if ('stage' in trigger) return `${one ? 'is' : 'are'} at the stage ${trigger.stage}${asked}`
  return `${one ? 'is' : 'are'} in its segment`
}
