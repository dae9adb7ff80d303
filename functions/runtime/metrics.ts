import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { type MetricName, metricNamespace, metricService } from '../../core/metrics.ts'
import { env } from '../aws/env.ts'

/** Writes one value of one of Ripen's metrics: a line in the log that CloudWatch reads. */
export function measure(name: MetricName, value = 1): void {
  const metrics = new Metrics({
    namespace: metricNamespace,
    serviceName: metricService,
    defaultDimensions: { stage: env('STAGE') },
    singleMetric: true,
  })
  metrics.addMetric(name, MetricUnit.Count, value)
}
