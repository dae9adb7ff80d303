import type { SendWindow, Sequence } from '../nurture/sequence.ts'
import { type Finding, warning } from './problem.ts'

/** In a shorter window a habit has hardly a say. */
const hoursAtLeast = 3

/** Where `send-time: habit` stands and changes nothing. */
export function sendTimeFindings(sequence: Sequence): Finding[] {
  const { window, steps } = sequence
  if (!sequence['send-time']) return []
  if (steps.every(({ send }) => send === undefined)) {
    return [warning(['send-time'], 'no mail goes that could go by habit', 'take it out, or send a mail')]
  }
  if (!window || hoursOf(window) >= hoursAtLeast) return []
  return [
    warning(
      ['send-time'],
      `the window is open for less than ${hoursAtLeast} hours, which leaves hardly an hour to choose`,
      'open it for longer, or take send-time out',
    ),
  ]
}

/** How long a window is open by the clock. */
function hoursOf({ hours }: SendWindow): number {
  const [opens, closes] = hours.split('-').map((time) => {
    const [hour, minute] = time.split(':').map(Number) as [number, number]
    return hour + minute / 60
  }) as [number, number]
  return closes > opens ? closes - opens : closes - opens + 24
}
