import type * as z from 'zod/mini'
import { funnelId } from '../../core/content/content-files.ts'
import type { AskedFindings } from '../../core/handoff/finding.ts'
import { findingsAsked, funnel } from '../../core/leads/funnel.ts'
import { current } from '../content/published.ts'

const kind = { type: 'funnel', schema: funnel as z.ZodMiniType<z.output<typeof funnel>> } as const

/** The funnel as both sides agreed on it, as it was at most 60 s ago; undefined when none is published. */
export function liveFunnel() {
  return current(kind, funnelId)
}

/** What it asks sales to find out before a lead is an SQL; undefined where accepting is enough. */
export async function askedFindings(): Promise<AskedFindings | undefined> {
  const live = await liveFunnel()
  return live && findingsAsked(live.value, live.version)
}
