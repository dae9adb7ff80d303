/** Stands in a bundle for packages that are imported there and never called. */
export default {}

/** DynamoDB's client makes one of these, MJML's parser one of those; neither asks anything of it. */
export class EndpointCache {}
export class EntityDecoder {}
