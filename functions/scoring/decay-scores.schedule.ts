import { toInstant } from '../../core/names.ts'
import { everyItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { rescoreAfterPublish } from './rescore-all.ts'
import { rescoreEach } from './rescore-each.ts'

/** The function may run for 15 minutes; what is left then waits for the next call of the night. */
const runForMs = 13 * 60_000

/** Each night: scores fade where time alone changes them, and after a model was published every lead is scored by it. */
export const handler = onSchedule(async () => {
  const untilMs = performance.now() + runForMs
  const due = everyItem({ index: 'due', pk: 'rescore', between: { from: '0', to: toInstant(now()) } })
  const faded = await rescoreEach(due, untilMs)
  const renewed = await rescoreAfterPublish(untilMs)
  const failed = faded.failed + renewed.failed
  log.info('scores were let fade', { faded: faded.rescored, renewed: renewed.rescored, failed })
  if (failed > 0) throw new Error(`${failed} leads could not be rescored; those due are tried again at the next call`)
  return { faded: faded.rescored, renewed: renewed.rescored }
})
