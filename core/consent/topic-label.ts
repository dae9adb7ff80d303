import type { ConsentEvidence } from './mailbox.ts'

/** What a topic is called on a page: the words that the person consented to, else its name. */
export function topicLabel(topic: string, evidence: readonly ConsentEvidence[]): string {
  const shown = evidence.findLast((one) => one.topic === topic && one.text !== undefined)
  return shown?.text ?? nameInWords(topic)
}

/** `dead-stock` as people read it: Dead stock. */
export function nameInWords(slug: string): string {
  const name = slug.replaceAll('-', ' ')
  return name.charAt(0).toUpperCase() + name.slice(1)
}
