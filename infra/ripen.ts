import { Stack, type StackProps, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Capture } from './capture.ts'
import type { StageConfig } from './config.ts'
import { Consent } from './consent.ts'
import { Content } from './content.ts'
import { Files } from './files.ts'
import { Foundation } from './foundation/foundation.ts'
import { Handoff } from './handoff.ts'
import { Insight } from './insight.ts'
import { Leads } from './leads.ts'
import { Nurture } from './nurture.ts'
import { Outreach } from './outreach.ts'
import { Replies } from './replies.ts'
import { Scoring } from './scoring.ts'
import { Sources } from './sources.ts'
import { StaffDirectory } from './staff-directory.ts'
import { Webhooks } from './webhooks.ts'
import { Website } from './website.ts'

export interface RipenProps extends StackProps {
  readonly stage: string
  readonly config: StageConfig
  /** Keep an archive of the bus for replay. */
  readonly archive: boolean
}

/** All of Ripen for one stage. */
export class Ripen extends Stack {
  constructor(scope: Construct, id: string, props: RipenProps) {
    super(scope, id, { description: 'Ripen: consent-checked nurturing, scoring and sales hand-off', ...props })
    Tags.of(this).add('application', 'ripen')
    Tags.of(this).add('stage', props.stage)
    const foundation = new Foundation(this, props)
    new Capture(this, foundation)
    new Website(this, foundation)
    new Leads(this, foundation)
    new Sources(this, foundation)
    new Content(this, foundation)
    new Files(this, foundation)
    new Nurture(this, foundation)
    new Outreach(this, foundation)
    new Consent(this, foundation)
    if (props.config.replies) new Replies(this, foundation, props.config.replies)
    new Scoring(this, foundation)
    const { clock } = new Handoff(this, foundation)
    new StaffDirectory(this, foundation)
    new Insight(this, foundation)
    new Webhooks(this, foundation, clock)
  }
}
