import type { StepInput } from '../../core/nurture/decide-step.ts'
import { chooseSendTime } from '../../core/nurture/send-time/choose-send-time.ts'
import { commonHours } from '../../core/nurture/send-time/common-hours.ts'
import type { Item } from '../aws/table.ts'

/** Chooses hours by a lead's own clicks and these common ones. */
export function sendTimeBy(stored: Item | undefined): NonNullable<StepInput['setting']['sendTime']> {
  const common = stored && commonHours.parse(stored)
  return (asked) => chooseSendTime(asked, common)
}
