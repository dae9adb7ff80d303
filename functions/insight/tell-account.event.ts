import { AccountQualified } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { tellAccount } from './tell-account.ts'

/** On `AccountQualified`: whoever has the company gets a mail, else those who lead sales. */
export const handler = onEvent([AccountQualified], ({ detail: { domain, at } }) => tellAccount(domain, at))
