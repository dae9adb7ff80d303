import * as z from 'zod'

/** Where a CRM's key lies: a secret of AWS Secrets Manager, made by hand, with these fields in JSON. */
const secret = z.string().min(1)
const host = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'give the host alone, for example "acme.my.salesforce.com"')

/** A CRM that is told of each new hand-off. */
export const crm = z.discriminatedUnion('kind', [
  /** A private app; the secret has `token`. */
  z.strictObject({ kind: z.literal('hubspot'), secret }),
  /** A connected app with the client credentials flow; the secret has `clientId` and `clientSecret`. */
  z.strictObject({ kind: z.literal('salesforce'), host, secret }),
  /** The secret has `token`. */
  z.strictObject({ kind: z.literal('pipedrive'), host, secret }),
  /** An incoming webhook; the secret has `user` and `token`. */
  z.strictObject({ kind: z.literal('bitrix24'), host, secret }),
])
export type Crm = z.infer<typeof crm>
