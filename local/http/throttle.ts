/** A token bucket as API Gateway's: `burst` calls at once, `ratePerSecond` on the long run; true lets a call through. */
export function throttle(
  ratePerSecond: number,
  burst: number,
  nowMs: () => number = () => performance.now(),
): () => boolean {
  let tokens = burst
  let at = nowMs()
  return () => {
    const now = nowMs()
    tokens = Math.min(burst, tokens + ((now - at) / 1_000) * ratePerSecond)
    at = now
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
