import { toInstant } from '../../core/names.ts'
import { everyItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { deleteErased, erasedKind, lookAgain } from './delete-erased.ts'

/**
 * Every 15 minutes: looks again at people erased a quarter of an hour ago, and nightly for 30 days at each: queues and archive may still bring something back.
 */
export const handler = onSchedule(async () => {
  let [looked, deleted] = [0, 0]
  for await (const { pk } of everyItem({
    index: 'due',
    pk: erasedKind,
    between: { from: '0', to: toInstant(now()) },
  })) {
    const leadId = String(pk).slice('LEAD#'.length)
    deleted += await deleteErased(leadId)
    await lookAgain(leadId)
    looked += 1
  }
  if (deleted > 0) log.info('what came late about erased leads is deleted', { deleted })
  return { looked, deleted }
})
