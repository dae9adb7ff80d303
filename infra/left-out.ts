/** Stands in a bundle for packages that are imported there and never called. */
export default {}

/** DynamoDB's client makes one of these, MJML's parser one of those; neither asks anything of it. */
export class EndpointCache {}
export class EntityDecoder {}

/** S3's client could read streams of events, which nothing here asks it for. */
export const eventStreamSerdeProvider = undefined
export const resolveEventStreamSerdeConfig = (config: unknown): unknown => config
