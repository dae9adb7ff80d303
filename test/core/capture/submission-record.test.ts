import { describe, expect, it } from 'vitest'
import { submissionRecord } from '../../../core/capture/submission-record.ts'
import { otherChannels } from '../../../core/consent/channel.ts'

describe('a record of a submission', () => {
  it.each(['product-education', ...otherChannels.map((channel) => `product-education:${channel}`)])(
    'can be read again where %s was ticked',
    (name) => {
      expect(submissionRecord.shape.news.parse([name])).toEqual([name])
    },
  )
})
