/** A table as the template says; `definition` is the input of CreateTable. */
export interface TableSettings {
  readonly name: string
  readonly definition: {
    readonly TableName: string
    readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[]
    readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[]
    readonly BillingMode: string
    readonly GlobalSecondaryIndexes?: readonly {
      readonly IndexName: string
      readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[]
      readonly Projection: {
        readonly ProjectionType: string
        readonly NonKeyAttributes?: readonly string[] | undefined
      }
    }[]
  }
  /** The attribute whose passing (seconds since the epoch) lets an item vanish. */
  readonly expiryAttribute?: string
}
