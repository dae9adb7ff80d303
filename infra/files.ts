import type { Construct } from 'constructs'
import { fileRoutes } from '../core/files/routes.ts'
import { metricNames } from '../core/metrics.ts'
import { alarmPeriod } from './constructs/alarms.ts'
import { Capability } from './constructs/capability.ts'
import { link } from './constructs/link.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** Gated files: given to people who have a link from their mail, and stored by staff. */
export class Files extends Capability {
  constructor(scope: Construct, { api, bus, table, secrets, mail, alarms, files, stage }: Foundation) {
    super(scope, 'Files')
    // 4 MB at once, and once more in base64.
    const bytes = { memorySize: 512 }
    const ask = [table.writes, bus.publishes, secrets.tokens, api.address]
    const gives = { links: [...ask, files.reads, link({ STAGE: stage })], ...bytes }
    api.serve(this, fileRoutes.showFile, 'files/show-file.http', gives)
    api.serve(this, fileRoutes.probeFile, 'files/probe-file.http', gives)
    api.serve(this, fileRoutes.askForFile, 'files/ask-for-file.http', {
      links: [...ask, mail.sends, mail.hearsReplies, mail.pacedBy(1)],
    })
    api.serve(this, fileRoutes.storeFileBytes, 'files/store-file-bytes.http', {
      links: [table.writes, files.writes],
      ...bytes,
    })
    api.serve(this, fileRoutes.showFileBytes, 'files/show-file-bytes.http', { links: [files.reads], ...bytes })
    alarms.on(this, 'DownloadsUnrecorded', {
      metric: ownMetric(metricNames.downloadsUnrecorded, stage, alarmPeriod),
      threshold: 1,
      impact:
        'People get the files they ask for, but that they did is lost: scores, sequences and sales see too little.',
      runbook: 'downloads-are-not-written-down',
    })
  }
}
