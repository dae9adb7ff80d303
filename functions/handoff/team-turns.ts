import { type Turns, turns } from '../../core/handoff/turns.ts'
import { teamTurnKey } from '../aws/keys.ts'
import { getItem, updateItem } from '../aws/table.ts'

/** As many functions forward at once as the queue has workers: a lost race reads and decides again. */
const attemptsAtMost = 60

/** What this function wrote or read last, by team: while no other deals out leads, a turn costs one write. */
const known = new Map<string, Turns>()

/**
 * Takes a turn of a team: decides by whose turn it is, and writes the turns after it on condition that nobody took one in between (else decides again).
 * Undefined where the decision is that nobody of the team gets the lead; a decision that changes nothing is not written.
 */
export async function takeTurn<Decided extends { readonly turns: Turns }>(
  team: string,
  decide: (turns: Turns) => Decided | undefined,
): Promise<Decided | undefined> {
  for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
    const before = known.get(team) ?? (await read(team))
    const decided = decide(before)
    if (!decided || decided.turns.turn === before.turn) {
      // What another function did may decide otherwise.
      if (!known.delete(team)) return decided
    } else if (await write(team, before, decided.turns)) {
      known.set(team, decided.turns)
      return decided
    } else {
      known.delete(team)
    }
  }
  throw new Error(`the turns of team ${team} were changed by others at each of ${attemptsAtMost} tries`)
}

/** Whose turn it is in a team, as it is stored now. */
export function readTurns(team: string): Promise<Turns> {
  return read(team)
}

async function read(team: string): Promise<Turns> {
  return turns.parse((await getItem(teamTurnKey(team))) ?? {})
}

async function write(team: string, { turn }: Turns, after: Turns): Promise<boolean> {
  const names = { '#turn': 'turn' }
  const condition =
    turn === 0
      ? { text: 'attribute_not_exists(#turn)', names }
      : { text: '#turn = :read', names, values: { ':read': turn } }
  return (await updateItem(teamTurnKey(team), { set: { ...after } }, condition)) !== undefined
}
