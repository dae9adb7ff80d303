/** "If more than 8 s by the monotonic clock went by since before the claim: LAPSED and no call": whoever claims a mail or message asks before it calls. In ms. */
export const fenceMs = 8_000
