import { isAway, sells } from '../../core/handoff/presence.ts'
import { roomOf } from '../../core/handoff/room.ts'
import { inWeekOf } from '../../core/handoff/turns.ts'
import { teamMembers } from '../staff/directory.ts'
import { choosing, loadOf } from './next-of-team.ts'
import { readTurns } from './team-turns.ts'

/** How many leads a team can take now beside those that come by themselves. */
export async function roomOfTeam(team: string): Promise<number> {
  const asked = choosing()
  const there = (await teamMembers(team)).filter((one) => sells(one) && !isAway(one, asked))
  const { given } = inWeekOf(await readTurns(team), asked.nowMs, asked.zone)
  const sellers = await Promise.all(
    there.map(async ({ userId, capacity, perWeek }) => ({
      capacity,
      perWeek,
      load: await loadOf(userId),
      given: given[userId] ?? 0,
    })),
  )
  return roomOf(sellers)
}
