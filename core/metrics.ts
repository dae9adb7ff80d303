/** The namespace of Ripen's own metrics, each with the dimensions `service` and `stage`. */
export const metricNamespace = 'Ripen'
export const metricService = 'ripen'

/** What Ripen measures of itself: the functions write them, alarms look at them. */
export const metricNames = {
  /** 1 while the account guard holds all marketing mail, else 0. */
  marketingMailPaused: 'MarketingMailPaused',
  /** Reports of SES about mail that is no mail to a known lead. */
  mailReportsDropped: 'MailReportsDropped',
  /** Two mails for one send: must never be. */
  mailSentTwice: 'MailSentTwice',
  /** Leads that the nightly check had to repair. */
  leadsRepaired: 'LeadsRepaired',
  /** Ripe leads that went to a stand-in, since nobody of the team that the policy names is there. */
  leadsMisrouted: 'LeadsMisrouted',
  /** Posts and facts about people who were erased since. */
  erasedDropped: 'ErasedDropped',
  /** Events of visitors over what is taken of one in a day. */
  visitsDropped: 'VisitsDropped',
  /** Gated files that people got, without its being written down. */
  downloadsUnrecorded: 'DownloadsUnrecorded',
  /** Mails that came in as replies and are kept for a person to look at: their address was not made by Ripen, or nobody can read them. */
  repliesKept: 'RepliesKept',
  /** 1 where fewer qualified leads are to be expected than are planned, else 0; also where the plan that is kept can't be reached any more. */
  planBelow: 'PlanBelow',
  /** Tasks of sequences for which no active member of staff was found. */
  tasksOfNobody: 'TasksOfNobody',
  /** Messages of sequences that wait for a provider that is not there, or of which nobody knows whether they went. */
  messagesStuck: 'MessagesStuck',
  /** Messages of sequences that their provider refused. */
  messagesRefused: 'MessagesRefused',
  /** Webhooks that Ripen gave up. */
  webhooksDisabled: 'WebhooksDisabled',
} as const
export type MetricName = (typeof metricNames)[keyof typeof metricNames]
