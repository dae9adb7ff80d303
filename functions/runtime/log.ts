import { Logger } from '@aws-lambda-powertools/logger'

/** Structured log lines; ids only, never an address, a name or a given value. */
export const log = new Logger({ serviceName: 'ripen' })
