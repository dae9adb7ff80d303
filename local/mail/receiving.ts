import { randomBytes } from 'node:crypto'
import type { Buckets } from '../buckets/buckets.ts'
import type { VirtualClock } from '../clock.ts'
import type { ReceivingRule } from './mail-settings.ts'

/** SES's receiving for one machine: mail to an address of a receipt rule is put into its bucket, as it came, under a head of the server that took it in. */
export class Receiving {
  readonly #rules: readonly ReceivingRule[]
  readonly #buckets: Buckets
  readonly #clock: VirtualClock

  constructor({ rules, buckets, clock }: { rules: readonly ReceivingRule[]; buckets: Buckets; clock: VirtualClock }) {
    this.#rules = rules
    this.#buckets = buckets
    this.#clock = clock
  }

  /** Does the stack receive anything? */
  get isOn(): boolean {
    return this.#rules.length > 0
  }

  /** Does mail to this address come to the stack? */
  takes(address: string): boolean {
    return this.#ruleFor(address) !== undefined
  }

  /** Takes a raw mail in, once for each rule that one of its recipients is of; false where none is. It is stored before this answers. */
  async take(recipients: readonly string[], raw: Buffer): Promise<boolean> {
    const byRule = new Map<ReceivingRule, string>()
    for (const recipient of recipients) {
      const rule = this.#ruleFor(recipient)
      if (rule && !byRule.has(rule)) byRule.set(rule, recipient)
    }
    for (const [{ bucket, prefix }, recipient] of byRule) {
      const id = randomBytes(20).toString('hex')
      const at = new Date(this.#clock.now()).toUTCString().replace('GMT', '+0000')
      const received = `Received: from localhost by inbound-smtp.local with SMTP id ${id} for ${recipient}; ${at}\r\n`
      await this.#buckets.put(bucket, `${prefix}${id}`, Buffer.concat([Buffer.from(received), raw]))
    }
    return byRule.size > 0
  }

  #ruleFor(address: string): ReceivingRule | undefined {
    const [, domain = ''] = /@([^@]+)$/.exec(address.toLowerCase()) ?? []
    return this.#rules.find(({ recipients }) =>
      recipients.some((one) => one === domain || one === address.toLowerCase()),
    )
  }
}
