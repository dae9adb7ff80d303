import type { MailCap, WantedSend } from '../../core/consent/decide-send.ts'
import type { Basis } from '../../core/consent/send.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'

/** One mail to one lead. */
export interface MailRequest {
  readonly leadId: string
  /** Names the mail, the same for every retry (`sendIdOf`, `sendIdFor`). */
  readonly sendId: string
  readonly basis: Exclude<Basis, 'staff'>
  /** Needed for the basis `consent`. */
  readonly topic?: string
  readonly template: string
  /** The lead's own when absent. */
  readonly locale?: string
  readonly variables?: Readonly<Record<string, unknown>>
  /** The lead as just read, where the caller has it. */
  readonly lead?: LeadState
  readonly enrolment?: {
    readonly enrolmentId: string
    readonly sequence: string
    readonly step: string
    /** Which send of the enrolment this is, counted from 1. */
    readonly visit: number
    readonly open: readonly string[]
  }
  readonly cap?: MailCap
  readonly replyHold?: WantedSend['replyHold']
  /** Asked for who gets the reply where Ripen receives none itself; absent, or where it has nobody: the sender. */
  readonly replyTo?: () => Promise<string | undefined>
}

/**
 * `sent`: SES has it. `unknown`: claimed, and no answer seen; look again at `untilMs`. `unconfirmed`: no proof came; never sent again.
 * `refused`: never. `held`: not before `untilMs`. `again`: certainly not sent, try again; `account` when the whole account is in trouble.
 */
export type SendOutcome =
  | { readonly result: 'sent'; readonly at: string; readonly step?: string; readonly template: string }
  | { readonly result: 'unknown'; readonly untilMs: number }
  | { readonly result: 'unconfirmed'; readonly step?: string; readonly template: string }
  | { readonly result: 'refused'; readonly reason: string; readonly step?: string; readonly template: string }
  | { readonly result: 'held'; readonly why: string; readonly untilMs: number }
  | { readonly result: 'again'; readonly why: string; readonly account: boolean }
