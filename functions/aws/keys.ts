/** The keys of the one table, as `docs/architecture.md` lists them. */
export interface Key {
  readonly pk: string
  readonly sk: string
}

const lead = (leadId: string) => `LEAD#${leadId}`

export const leadPartition = lead
export const profileKey = (leadId: string): Key => ({ pk: lead(leadId), sk: 'PROFILE' })
export const mailboxKey = (leadId: string): Key => ({ pk: lead(leadId), sk: 'MAILBOX' })
export const activityKey = (leadId: string, at: string, id: string): Key => ({
  pk: lead(leadId),
  sk: `ACT#${at}#${id}`,
})
export const evidenceKey = (leadId: string, at: string, id: string): Key => ({
  pk: lead(leadId),
  sk: `CONSENT#${at}#${id}`,
})
/** What is known of two leads as one person: proposed, merged, undone, dismissed. */
export const mergeKey = (leadId: string, into: string): Key => ({ pk: lead(leadId), sk: `MERGE#${into}` })
export const sendKey = (leadId: string, sendId: string): Key => ({ pk: lead(leadId), sk: `SEND#${sendId}` })
export const scoreKey = (leadId: string): Key => ({ pk: lead(leadId), sk: 'SCORE' })

/** What the funnel keeps of a lead. Named so that it lies outside of {@link decidingRange}: nobody decides a touch by it. */
export const journeyKey = (leadId: string): Key => ({ pk: lead(leadId), sk: 'STAGES' })

/** One change of a score. */
export const scoreChangeKey = (leadId: string, at: string): Key => ({ pk: lead(leadId), sk: `SCORED#${at}` })

/** The hold-out of a sequence that a lead is counted in: sticky, whatever its share is later. */
export const trialKey = (leadId: string, sequence: string): Key => ({ pk: lead(leadId), sk: `TRIAL#${sequence}` })
/** The company that a lead is counted with; it lies with the lead, so that it is erased with it, and outside of {@link decidingRange}. */
export const worksAtKey = (leadId: string): Key => ({ pk: lead(leadId), sk: 'WORKS-AT' })
/** What the people of one company make together. */
export const accountSummaryKey = (domain: string): Key => ({ pk: `ACCOUNT#${domain}`, sk: 'ACCOUNT' })

/** `enrolmentId` is `<sequence>.<n>`. */
export function enrolmentKey(leadId: string, enrolmentId: string): Key {
  const dot = enrolmentId.lastIndexOf('.')
  return { pk: lead(leadId), sk: `ENROL#${enrolmentId.slice(0, dot)}#${enrolmentId.slice(dot + 1).padStart(6, '0')}` }
}

/** `handoffId` is `<leadId>.<k>`. */
export function handoffKey(handoffId: string): Key {
  const [leadId = '', k = ''] = handoffId.split('.')
  return { pk: lead(leadId), sk: `HANDOFF#${k.padStart(6, '0')}` }
}

/**
 * One strongly consistent range holds all that decides a lead's next touch: enrolments, hand-offs, mailbox and profile
 * (`ENROL#` < `HANDOFF#` < `MAILBOX` < `PROFILE`), without activities, evidence, score parts and sends.
 */
export const decidingRange = { from: 'ENROL#', to: 'PROFILE' } as const

/** Puts a hand-off into the list of its lead's company; it lies with the lead, so that it is erased with it. */
export const accountKey = (handoffId: string): Key => {
  const { pk, sk } = handoffKey(handoffId)
  return { pk, sk: sk.replace('HANDOFF#', 'ACCOUNT#') }
}

/** A mail to one of the staff about a hand-off; it lies with the lead, so that it is erased with it. */
export const staffMailKey = (handoffId: string, key: string): Key => {
  const { pk, sk } = handoffKey(handoffId)
  return { pk, sk: `STAFFMAIL#${sk.replace('HANDOFF#', '')}#${key}` }
}

/** A mail to support about what a lead asked; it lies with the lead, so that it is erased with it. */
export const serviceMailKey = (leadId: string, submissionId: string, userId: string): Key => ({
  pk: lead(leadId),
  sk: `SERVICEMAIL#${submissionId}#${userId}`,
})

/** That a source posted this lead, since when and by which post first; its name may hold characters that no key has. */
export const postedKey = (leadId: string, source: string, campaign?: string): Key => ({
  pk: lead(leadId),
  sk: `POSTED#${[source, campaign].flatMap((name) => (name === undefined ? [] : Buffer.from(name).toString('base64url'))).join('#')}`,
})

/** That a source named this lead by an id of its own (hashed); it lies with the lead, so that it is erased with it. */
export const externalKey = (leadId: string, hash: string): Key => ({ pk: lead(leadId), sk: `EXTERNAL#${hash}` })
/** The leads that a source named by one id, in the index of boxes. */
export const externalBox = (hash: string): string => `EXTERNAL#${hash}`

/** A reply to a mail, which points to the raw mail; both are erased with the lead. */
export const replyKey = (leadId: string, replyId: string): Key => ({ pk: lead(leadId), sk: `REPLY#${replyId}` })
/** A mail that came in and that a person has to look at. */
export const keptReplyKey = (id: string): Key => ({ pk: `KEPTREPLY#${id}`, sk: 'KEPTREPLY' })
/** The mail by which a reply went to whoever answers it. */
export const replyMailKey = (leadId: string, replyId: string, userId: string): Key => ({
  pk: lead(leadId),
  sk: `REPLYMAIL#${replyId}#${userId}`,
})

/** That somebody was told that a company qualifies, since then. */
export const accountMailKey = (domain: string, at: string, userId: string): Key => ({
  pk: `ACCOUNT#${domain}`,
  sk: `MAIL#${at}#${userId}`,
})

/** That somebody got the summary of a week. */
export const weekMailKey = (week: string, userId: string): Key => ({ pk: `SLAWEEK#${week}`, sk: `MAIL#${userId}` })

export const userKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'PROFILE' })
/** What each of a team is owed, and how many leads they got this week: whose turn it is. */
export const teamTurnKey = (team: string): Key => ({ pk: `TEAM#${team}`, sk: 'TURN' })
export const submissionKey = (submissionId: string): Key => ({ pk: `SUBMISSION#${submissionId}`, sk: 'SUBMISSION' })
/** A task of a person, or a message by a provider; it lies with the lead, so that it is erased with it, and outside of {@link decidingRange}. */
export const touchKey = (leadId: string, touchId: string): Key => ({ pk: lead(leadId), sk: `TOUCH#${touchId}` })
/** Points from AWS's own id of an SMS to the message that it is. */
export const smsPointerKey = (smsId: string): Key => ({ pk: `SMS#${smsId}`, sk: 'SMS' })
/** The mail that tells somebody of a task. */
export const taskMailKey = (leadId: string, touchId: string, userId: string): Key => ({
  pk: lead(leadId),
  sk: `TASKMAIL#${touchId}#${userId}`,
})

/** Points from a lead to what was posted in its name, judged or not: found by whoever exports, erases or counts. */
export const submissionPointerKey = (leadId: string, at: string, submissionId: string): Key => ({
  pk: lead(leadId),
  sk: `SUBMISSION#${at}#${submissionId}`,
})
/** One browser of one person; what it did waits beside it until somebody says who it was. */
export const visitorKey = (visitorId: string): Key => ({ pk: `VISITOR#${visitorId}`, sk: 'VISITOR' })
export const visitBatchKey = (visitorId: string, at: string, batchId: string): Key => ({
  pk: `VISITOR#${visitorId}`,
  sk: `BATCH#${at}#${batchId}`,
})
/** Points from a lead to a browser of its own: found by whoever exports or erases. */
export const visitorPointerKey = (leadId: string, visitorId: string): Key => ({
  pk: lead(leadId),
  sk: `VISITOR#${visitorId}`,
})
export const limitKey = (kind: string, subject: string, window: string): Key => ({
  pk: `LIMIT#${kind}#${subject}`,
  sk: window,
})
/** The bar that sales set beside a scoring model; who set it, when and why is kept as `THRESHOLD#time`. */
export const thresholdKey = (model: string): Key => ({ pk: `CONTENT#scoring-models#${model}`, sk: 'THRESHOLD' })
export const thresholdRecordKey = (model: string, at: string, proposed = false): Key => ({
  pk: `CONTENT#scoring-models#${model}`,
  sk: `THRESHOLD#${at}${proposed ? '#PROPOSED' : ''}`,
})
/** How far all leads are rescored by the model that was published last. */
export const scoringPassKey: Key = { pk: 'SCORING', sk: 'PASS' }
/** What a model would do with all leads, on its way or done; what was judged of them so far lies beside it. */
export const modelTrialKey = (trialId: string): Key => ({ pk: `MODELTRIAL#${trialId}`, sk: 'TRIAL' })
export const modelTrialPartKey = (trialId: string, page: number): Key => ({
  pk: `MODELTRIAL#${trialId}`,
  sk: `PART#${String(page).padStart(6, '0')}`,
})
/** Counters of what happened in an hour or a day. */
export const countKey = (what: string, period: string): Key => ({ pk: `COUNT#${what}`, sk: period })
/** A list on its way into a sequence. */
export const broadcastKey = (broadcastId: string): Key => ({ pk: `BROADCAST#${broadcastId}`, sk: 'JOB' })
/** A list on its way in. */
export const importKey = (importId: string): Key => ({ pk: `IMPORT#${importId}`, sk: 'IMPORT' })
/** How far the nightly check of all leads is. */
export const leadCheckKey: Key = { pk: 'CHECK#leads', sk: 'PASS' }
export const switchKey = (name: string): Key => ({ pk: `SWITCH#${name}`, sk: 'CURRENT' })
/** Whether a sequence is paused as a whole: it lies beside the switch, so that one read tells a sender of both. */
export const sequencePauseKey = (sequence: string): Key => ({ pk: 'SWITCH#marketing-mail', sk: `PAUSED#${sequence}` })
/** When leads click: it lies beside the switch, too, for the same reason. */
export const commonHoursKey: Key = { pk: 'SWITCH#marketing-mail', sk: 'HOURS' }
/** Who paused and resumed a sequence, when and why. */
export const sequencePauseRecordKey = (sequence: string, at: string, id: string): Key => ({
  pk: `SWITCH#sequence#${sequence}`,
  sk: `AT#${at}#${id}`,
})

/** What was counted of an experiment at a split. */
export const experimentKey = (sequence: string, step: string): Key => ({
  pk: `EXPERIMENT#${sequence}`,
  sk: `TALLY#${step}`,
})
/** The enrolments that are counted in an experiment, in the index of boxes. */
export const experimentBox = (sequence: string, step: string): string => `EXPERIMENT#${sequence}#${step}`

/** How far the funnel is counted. */
export const funnelCountKey: Key = { pk: 'FUNNEL', sk: 'COUNT' }
/** What is counted in a year, or of mails and hold-outs in a month, by what leads are split by; each counting anew has cells of its own. */
export const funnelCellKey = (generation: number, split: string, time: string, name: string): Key => ({
  pk: `FUNNEL#${generation}#${split}`,
  sk: `${time}#${name}`,
})
/** How long the leads of a month stayed; the months of one value of a split (`source/google`) lie together. */
export const funnelStaysKey = (generation: number, name: string, month: string): Key => ({
  pk: `FUNNEL#${generation}#stays#${name}`,
  sk: month,
})

/** The plan that is held against the forecast each night. */
export const planKey: Key = { pk: 'PLAN', sk: 'CURRENT' }

const content = (type: string, id: string) => `CONTENT#${type}#${id}`
export const contentPartition = content
/** The pointer to the published version. */
export const currentKey = (type: string, id: string): Key => ({ pk: content(type, id), sk: 'CURRENT' })
/** What was drafted since; without `hash` there is no draft. */
export const draftKey = (type: string, id: string): Key => ({ pk: content(type, id), sk: 'DRAFT' })
export const versionKey = (type: string, id: string, version: number, locale = ''): Key => ({
  pk: content(type, id),
  sk: `V#${String(version).padStart(6, '0')}#${locale}`,
})

/** That an image of a mail is stored. */
export const imageKey = (name: string): Key => ({ pk: `IMAGE#${name}`, sk: 'IMAGE' })
/** That the bytes of a gated file are stored. */
export const fileBytesKey = (name: string): Key => ({ pk: `FILE#${name}`, sk: 'FILE' })
/** Which download of a file by a lead, or by machines with its link, was counted last; it lies with the lead, so that it is erased with it. */
export const downloadKey = (leadId: string, file: string, by: 'person' | 'machine'): Key => ({
  pk: lead(leadId),
  sk: `DOWNLOAD#${file}#${by}`,
})

/** Several contents that go live at one moment. */
export const releaseKey = (releaseId: string): Key => ({ pk: `RELEASE#${releaseId}`, sk: 'RELEASE' })
/** How far the leads inside a sequence, or the clocks under `sla-policies/<id>`, are moved to this version, or taken out. */
export const inFlightKey = (inside: string, version: number): Key => ({
  pk: inside.includes('/') ? `CONTENT#${inside.replace('/', '#')}` : content('sequences', inside),
  sk: `INFLIGHT#${String(version).padStart(6, '0')}`,
})

/** Every webhook and every source of outcomes lies in one partition: one read tells who hears what. */
const webhooks = 'WEBHOOKS'
export const webhookKey = (webhookId: string): Key => ({ pk: webhooks, sk: `ENDPOINT#${webhookId}` })
/** What delivers messages for sequences. */
export const providerKey = (providerId: string): Key => ({ pk: webhooks, sk: `PROVIDER#${providerId}` })
export const outcomeSourceKey = (sourceId: string): Key => ({ pk: webhooks, sk: `SOURCE#${sourceId}` })
/** What programs that are not staff are let in by. */
export const apiKeyKey = (keyId: string): Key => ({ pk: 'APIKEYS', sk: `KEY#${keyId}` })
/** One message to one webhook. What is about a lead lies with the lead, so that it is erased with it. */
export const deliveryKey = (webhookId: string, messageId: string, leadId?: string): Key => ({
  pk: leadId ? lead(leadId) : `WEBHOOK#${webhookId}`,
  sk: `WEBHOOK#${webhookId}#${messageId}`,
})
/** The log of a webhook, in the index of boxes. */
export const deliveryBox = (webhookId: string): string => `WEBHOOK#${webhookId}`
/** One message of a CRM about what became of a lead. */
export const outcomeKey = (sourceId: string, messageId: string): Key => ({
  pk: `OUTCOMES#${sourceId}`,
  sk: `MESSAGE#${messageId}`,
})

/** Secondary indexes and the attributes that put an item into them; an item without the attribute is not in the index. */
export const indexes = {
  /** Leads by stage: pk `byStage` (the stage), sk `createdAt`, which never changes, so that a fact costs no index write. */
  stage: { name: 'by-stage', pk: 'byStage', sk: 'createdAt' },
  /** Leads by status: pk `byStatus` (the status), sk `createdAt`. */
  status: { name: 'by-status', pk: 'byStatus', sk: 'createdAt' },
  /** What a clock must look at: pk `dueKind` (`enrolment`, `stopped-enrolment`, `paused-enrolment#sequence`, `handoff`, `park`, `send`, `rescore`, `confirmation`, `erased`, `webhook`, `message`), sk `dueAt`. */
  due: { name: 'by-due', pk: 'dueKind', sk: 'dueAt' },
  /** Sales inbox, staff, hand-offs of a company, submissions, leads of an experiment, leads that wait to be forwarded (`RIPE`): pk `box` (`HANDOFFS#open`, `USERS`, `ACCOUNT#domain`, `PEOPLE#domain`, `ACCOUNTS`, `SUBMISSIONS#quarantined`, `EXPERIMENT#sequence#step`, `WEBHOOK#id`, `OUTCOMES#state`, `MERGES#state`, `TASKS#state`, `EXTERNAL#hash`, `KEPTREPLIES#state`), sk `boxOrder`. */
  box: { name: 'by-box', pk: 'box', sk: 'boxOrder' },
  /** The hand-offs of one owner: pk `ownerBox` (`OWNER#id#state`, `TASKS#id#state`), sk `boxOrder`. */
  owner: { name: 'by-owner', pk: 'ownerBox', sk: 'boxOrder' },
  /** Changed and not yet told to the bus: pk `unannounced` (event name), sk `unannouncedAt`. */
  unannounced: { name: 'by-unannounced', pk: 'unannounced', sk: 'unannouncedAt' },
  /** Content by type: pk `contentType` on CURRENT and draft items, sk `contentId`. */
  content: { name: 'by-content', pk: 'contentType', sk: 'contentId' },
  /** Enrolments of a sequence: pk `sequenceVersion` (`sequence#version`), sk `atStep` (the step); hand-offs whose clock runs: `sla-policies/policy#version`, the state. */
  sequence: { name: 'by-sequence', pk: 'sequenceVersion', sk: 'atStep' },
} as const
export type IndexName = keyof typeof indexes
