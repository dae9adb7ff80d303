import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  Table as DynamoTable,
  ProjectionType,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import { type IndexName, indexes } from '../../functions/aws/keys.ts'
import { type Link, link } from '../constructs/link.ts'

/** The one table with all leads, content and staff. */
export class Table extends Construct {
  readonly #table: DynamoTable

  constructor(scope: Construct, props: { keepData: boolean }) {
    super(scope, 'Table')
    this.#table = new DynamoTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: props.keepData,
      removalPolicy: props.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    for (const index of Object.values(indexes)) {
      this.#table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.pk, type: AttributeType.STRING },
        sortKey: { name: index.sk, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      })
    }
  }

  get reads(): Link {
    return this.#may(['GetItem', 'Query'])
  }

  /** For lists that show more than their index holds. */
  get readsMany(): Link {
    return this.#may(['BatchGetItem', 'Query'])
  }

  get writes(): Link {
    return this.#may(['GetItem', 'Query', 'PutItem', 'UpdateItem'])
  }

  /** For erasure alone. */
  get deletes(): Link {
    return this.#may(['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'])
  }

  /** To go through these indexes. */
  lists(...names: IndexName[]): Link {
    return link(
      {},
      ['dynamodb:Query'],
      names.map((name) => `${this.#table.tableArn}/index/${indexes[name].name}`),
    )
  }

  #may(actions: string[]): Link {
    return link(
      { TABLE_NAME: this.#table.tableName },
      actions.map((action) => `dynamodb:${action}`),
      [this.#table.tableArn],
    )
  }
}
