import { nextTurn } from './dial.ts'
import { type Engagement, givesUntil, silentSince } from './engagement.ts'
import { capped, wholePoints } from './fold-score.ts'
import type { Rules } from './rules.ts'
import type { Threshold } from './threshold.ts'

const dayMs = 86_400_000

/**
 * When time alone next changes the score or turns the dial, in ms, put off to the next start of a day (UTC): scores fade by the night,
 * and a time that stays the same over a day's facts costs no index write. Undefined when nothing will change.
 */
export function nextChange(rules: Rules, engagement: Engagement, set?: Threshold): number | undefined {
  const { atMs, sums } = engagement
  const times = rules.engagement.flatMap((rule) => {
    const found = sums[rule.index]
    if (rule.window) {
      const untilMs = found && givesUntil(found, rule.window)
      return untilMs !== undefined && untilMs >= atMs ? [untilMs] : []
    }
    const sum = found?.sum ?? 0
    const wait = Number.isFinite(rule.halfLifeMs) ? waitForNextPoint(sum, rule) : undefined
    return wait === undefined ? [] : [atMs + wait]
  })
  const since = silentSince(engagement)
  if (since !== undefined) {
    for (const { afterMs } of rules.inactivity)
      if (Date.parse(since) + afterMs >= atMs) times.push(Date.parse(since) + afterMs)
  }
  const turn = nextTurn(rules.model, atMs, set)
  if (turn !== undefined) times.push(turn)
  if (times.length === 0) return undefined
  return (Math.floor(Math.min(...times) / dayMs) + 1) * dayMs
}

/** How long until the part of a fading rule is a point nearer to zero, in ms; undefined when it is zero already. */
function waitForNextPoint(sum: number, rule: { halfLifeMs: number; cap: number }): number | undefined {
  const points = Math.abs(wholePoints(capped(sum, rule)))
  if (points === 0) return undefined
  return Math.max(0, rule.halfLifeMs * Math.log2(Math.abs(sum) / (points - 0.5)))
}
