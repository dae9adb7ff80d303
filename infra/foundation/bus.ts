import { Duration } from 'aws-cdk-lib'
import { Archive, EventBus, type IEventBus } from 'aws-cdk-lib/aws-events'
import { Construct } from 'constructs'
import { eventSource } from '../../core/events.ts'
import { type Link, link } from '../constructs/link.ts'

/** The bus that everything in Ripen is told on, with an archive of 14 days. */
export class Bus extends Construct {
  readonly bus: IEventBus

  constructor(scope: Construct, props: { archive: boolean }) {
    super(scope, 'Bus')
    const bus = new EventBus(this, 'Bus', { description: 'What happens to leads' })
    this.bus = bus
    if (props.archive) {
      new Archive(this, 'Archive', {
        sourceEventBus: bus,
        eventPattern: { source: [eventSource] },
        retention: Duration.days(14),
        description: 'To replay what a fault swallowed',
      })
    }
  }

  get publishes(): Link {
    return link({ BUS_NAME: this.bus.eventBusName }, ['events:PutEvents'], [this.bus.eventBusArn])
  }
}
