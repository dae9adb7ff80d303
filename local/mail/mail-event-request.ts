import * as z from 'zod'

/** People read mail with a browser: its name alone, without more, is what proxies call themselves. */
const aBrowser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const address = z.string().min(3).max(320)
const ip = z.union([z.ipv4(), z.ipv6()])

/** What may be told of an event, by its type; what is left out is made up as SES would. */
export const mailEventRequest = z.discriminatedUnion('type', [
  common('send', {}),
  common('delivery', {}),
  common('delay', { delayType: z.string().default('TransientCommunicationFailure') }),
  common('reject', { reason: z.string().default('Bad content') }),
  common('rendering-failure', { errorMessage: z.string().default('Attribute is not present in the rendering data.') }),
  common('open', { ipAddress: ip.default('192.0.2.1'), userAgent: z.string().default(aBrowser) }),
  common('click', {
    link: z.url().optional(),
    linkTags: z.record(z.string(), z.array(z.string())).optional(),
    ipAddress: ip.default('192.0.2.1'),
    userAgent: z.string().default(aBrowser),
  }),
  common('bounce', {
    bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']).default('Permanent'),
    bounceSubType: z.string().default('General'),
    diagnosticCode: z.string().optional(),
  }),
  common('complaint', {
    complaintFeedbackType: z.string().default('abuse'),
    complaintSubType: z.string().nullable().default(null),
    userAgent: z.string().default('ExampleCorp Feedback Loop (V0.01)'),
  }),
])
export type MailEventRequest = z.output<typeof mailEventRequest>

function common<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({
    messageId: z.string(),
    type: z.literal(type),
    /** When it happened; now, if left out. */
    at: z.iso.datetime({ offset: true }).optional(),
    /** Which of the mail's recipients; all, if left out. */
    recipients: z.array(address).min(1).optional(),
    /** How often SES reports it: it may do so twice. */
    copies: z.number().int().min(1).max(10).default(1),
    ...shape,
  })
}
