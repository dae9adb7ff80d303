/** A difference of parts of 1 in percentage points: `+1.5 points`. */
export function points(part: number): string {
  const rounded = Math.round(part * 1_000) / 10
  return `${rounded > 0 ? '+' : ''}${rounded} points`
}
