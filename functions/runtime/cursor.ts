import { notValid, type Problem } from './problem.ts'

/** What a listing throws for a cursor that it did not give. */
export function foreignCursor(): RangeError {
  return new RangeError('the cursor is not one that this list gave')
}

/** Runs a listing; a cursor that this list did not give is the caller's fault (422), with where and what. */
export async function withCursor<Result>(list: () => Promise<Result>): Promise<Result> {
  try {
    return await list()
  } catch (error) {
    if (error instanceof RangeError) throw badCursor()
    throw error
  }
}

/** The answer to a cursor that is not one of ours. */
export function badCursor(): Problem {
  return notValid([{ pointer: '/query/cursor', detail: 'Give the cursor as "next" of the page before had it.' }])
}
