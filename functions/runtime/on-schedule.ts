import middy from '@middy/core'

/** Handles a schedule's tick; answers what was done, for the log. */
export function onSchedule(handle: () => Promise<Record<string, number>>) {
  return middy<unknown, Record<string, number>>().handler(async () => handle())
}
