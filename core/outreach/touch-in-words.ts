import type { Touch } from './touch.ts'

/** A task or a message in one sentence, for the timeline and for whoever asks why. */
export function touchInWords(one: Touch): string {
  const { kind, state, what, provider, channel, why, owner, answer, result, outcomes = {} } = one
  const it = kind === 'task' ? `the task “${what}”` : `the ${channel ?? ''} message by ${provider}`
  if (state === 'skipped') return `${it} was not made: ${why}`
  if (state === 'closed') return `${it} was closed: ${why}`
  const with_ = kind === 'task' && owner ? ` of ${owner}` : ''
  if (answer)
    return `${it}${with_} was answered by ${answer.by}: ${answer.answer}${answer.note ? ` (${answer.note})` : ''}`
  const reported = Object.keys(outcomes)
  if (reported.length > 0) return `${it}: ${reported.join(', ')}${why ? ` (${why})` : ''}`
  if (state === 'over') return `${it}${with_} came to nothing in time: ${result}${why ? ` (${why})` : ''}`
  return kind === 'task'
    ? `${it} waits for ${owner ?? 'somebody to be found'}`
    : `${it} waits for what the provider reports`
}
