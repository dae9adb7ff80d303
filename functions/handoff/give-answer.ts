import { atLocalTime } from '../../core/handoff/at-local-time.ts'
import { reviewDispute } from '../../core/handoff/dispute.ts'
import type { Found } from '../../core/handoff/finding.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import type { PostedAnswer } from '../../core/handoff/posted-answer.ts'
import { now } from '../runtime/clock.ts'
import { agreeOnce } from './agree-once.ts'
import { answerOnce } from './answer-once.ts'
import { disputeOnce } from './dispute-once.ts'
import { qualifyOnce } from './qualify-once.ts'
import { reportOnce } from './report-once.ts'

/** Gives the answer that one of the staff posted from the page, whose clock is that of `zone`. Throws what the answer itself throws. */
export function giveAnswer(handoffId: string, by: string, given: PostedAnswer, zone: string): Promise<Handoff> {
  switch (given.answer) {
    case 'accepted':
      return answerOnce(handoffId, { kind: 'accepted', by })
    case 'rejected':
      return answerOnce(handoffId, { kind: 'rejected', by, reason: given.reason, note: given.note })
    case 'recycled': {
      const { reason, note, parkUntil } = given
      const until = parkUntil === undefined ? {} : { parkUntil: `${parkUntil}T00:00:00.000Z` }
      return answerOnce(handoffId, { kind: 'recycled', by, reason, note, ...until })
    }
    case 'meeting':
      return agreeOnce(handoffId, by, atLocalTime(given.on, zone))
    case 'qualified':
      return qualifyOnce(handoffId, by, foundIn(given))
    case 'upheld':
    case 'withdrawn': {
      const reviewing = { by, reason: given.reason, upheld: given.answer === 'upheld' }
      return disputeOnce(handoffId, 'reviewed', (read) => reviewDispute(read, reviewing, now()))
    }
    case 'lost':
      return reportOnce(handoffId, { result: 'lost', by, reason: given.reason, note: given.note })
    default: {
      const { answer: result, need, authority, budget, timing, ...said } = given
      return reportOnce(handoffId, { ...said, result, by, found: foundIn(given) })
    }
  }
}

function foundIn({ need, authority, budget, timing }: Found): Found {
  return { need, authority, budget, timing }
}
