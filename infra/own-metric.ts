import type { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { type MetricName, metricNamespace, metricService } from '../core/metrics.ts'

/** What a stage measures of itself, summed up over a period unless told otherwise. */
export function ownMetric(metricName: MetricName, stage: string, period: Duration, statistic = 'Sum'): Metric {
  const dimensionsMap = { service: metricService, stage }
  return new Metric({ namespace: metricNamespace, metricName, dimensionsMap, statistic, period })
}
