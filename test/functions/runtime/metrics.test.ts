import { describe, expect, it, vi } from 'vitest'
import { metricNames } from '../../../core/metrics.ts'
import { measure } from '../../../functions/runtime/metrics.ts'

describe('a measured value', () => {
  it('is one line that CloudWatch reads as a metric of this stage', () => {
    process.env.STAGE = 'test'
    const lines: string[] = []
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      lines.push(String(line))
      return true
    })
    measure(metricNames.marketingMailPaused, 0)
    spy.mockRestore()
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Ripen',
              Dimensions: [['service', 'stage']],
              Metrics: [{ Name: 'MarketingMailPaused', Unit: 'Count' }],
            },
          ],
        },
        service: 'ripen',
        stage: 'test',
        MarketingMailPaused: 0,
      },
    ])
  })
})
