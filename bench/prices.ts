/**
 * AWS's list prices in us-east-1, in US dollars for a million of each, without free tiers, as they stood in June 2025 on the pages named.
 * The bench counts; whoever pays other prices changes them here.
 */
export const asOf = '2025-06, us-east-1, list prices without free tiers'

export const perMillion = {
  /** https://aws.amazon.com/ses/pricing: 0.10 for a thousand mails. */
  mail: 100,
  /** https://aws.amazon.com/step-functions/pricing: Standard, 0.025 for a thousand transitions. */
  transition: 25,
  /** https://aws.amazon.com/lambda/pricing: requests. */
  call: 0.2,
  /** The same page: a GB-second on arm64. */
  gbSecond: 13.3334,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand: write and read request units. */
  writeUnit: 0.625,
  readUnit: 0.125,
  /** https://aws.amazon.com/sqs/pricing: standard queues. */
  queueRequest: 0.4,
  /** https://aws.amazon.com/eventbridge/pricing: custom events of up to 64 KB; those of AWS's own services are free. */
  event: 1,
  /** The same page: Scheduler. */
  scheduledCall: 1,
  /** https://aws.amazon.com/api-gateway/pricing: HTTP APIs. */
  request: 1,
} as const

/** A message is sent by the rule, received and deleted: three requests when it travels alone. */
export const requestsOfMessage = 3

/**
 * How long a call of a function is stated to last on AWS, in ms: what it waits for (about 5 ms for the table, 15 for the bus, 30 for a clock, 100 for SES)
 * and what it computes at its memory's share of a core. Whoever has measured their own puts them here: a tenth more on all of them costs 0.4 % of a mail.
 */
export const statedMs = { task: 300, event: 150, http: 150 } as const

export type Timed = keyof typeof statedMs
