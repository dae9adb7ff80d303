import { timingSafeEqual } from 'node:crypto'
import { base32 } from '../base32.ts'
import { currentKey, macOf, type SigningKeys } from '../consent/tokens.ts'

/** So many letters of a send's id tell it from the other sends of its lead (60 bits). */
const sendLetters = 12
/** 80 bits of the seal: each guess costs a whole mail. */
const sealBytes = 10

/** Which mail an address replies to: `sendRef` is what the ids of its lead's sends are told apart by. */
export interface RepliesTo {
  readonly leadId: string
  readonly sendRef: string
}

/**
 * The local part of the address that replies to one mail come to: `<lead>.<send>.<seal>`. A local part has 64 characters at most (RFC 5321) and this one 62, all
 * of them small, since some mail servers write them so; no address stands in it. Throws Error when the current key is missing.
 */
export function replyLocalPart({ leadId, sendId }: { leadId: string; sendId: string }, keys: SigningKeys): string {
  const mail = `${leadId}.${sendId.slice(0, sendLetters)}`
  return `${mail}.${sealOf(mail, keys.current, currentKey(keys))}`
}

/** Reads what {@link replyLocalPart} made, with whichever key is known; undefined for anything else. */
export function readReplyLocalPart(localPart: string, keys: SigningKeys): RepliesTo | undefined {
  const [, leadId, sendRef, seal] =
    /^([a-z2-7]{32})\.([a-z2-7]{12})\.([a-z2-7]{16})$/.exec(localPart.toLowerCase()) ?? []
  if (!leadId || !sendRef || !seal) return undefined
  const isOurs = Object.entries(keys.keys).some(([id, key]) =>
    timingSafeEqual(Buffer.from(sealOf(`${leadId}.${sendRef}`, id, key)), Buffer.from(seal)),
  )
  return isOurs ? { leadId, sendRef } : undefined
}

function sealOf(mail: string, keyId: string, key: Uint8Array): string {
  return base32(macOf('reply', keyId, mail, key).subarray(0, sealBytes))
}
