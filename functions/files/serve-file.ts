import { inLocale } from '../../core/content/words.ts'
import { isContinuation } from '../../core/files/download.ts'
import { fileHeaders } from '../../core/files/file-headers.ts'
import { freshLinkMail } from '../../core/files/file-links.ts'
import { metricNames } from '../../core/metrics.ts'
import { getFile } from '../aws/files-bucket.ts'
import { readersLocale } from '../consent/link-page.ts'
import { publishedEmail } from '../content/published.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { type Answer, answer, bytes, html } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { type AskedFile, askedFile } from './asked-file.ts'
import { expiredPage } from './file-page.ts'
import { recordDownload } from './record-download.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** Answers who follows a link to a gated file, with the file (`GET`) or what it is (`HEAD`); of one that is too old with a page that offers a fresh one. */
export async function serveFile(method: 'GET' | 'HEAD', token: string, headers: Headers): Promise<Answer> {
  const asked = await askedFile(token)
  const { file, locale, stored, leadId } = asked
  if (asked.expired) {
    const reads = await readersLocale(leadId, headers)
    const canAsk = (await publishedEmail(freshLinkMail, reads)) !== undefined
    return html(expiredPage(reads, inLocale(file.title, reads), canAsk), 410)
  }
  const content = method === 'GET' ? await getFile(stored) : undefined
  if (method === 'GET' && !content) {
    // What is live was stored before it went live: somebody took it away.
    log.error('the bytes of a gated file are gone', { file: file.id, stored })
    throw new Problem(503, 'This file is not there at the moment. Please try again later.', { retryAfterSeconds: 300 })
  }
  if (!isContinuation(headers.range)) await recordOrGoOn(asked, method, headers)
  const about = fileHeaders({ id: file.id, title: inLocale(file.title, locale), stored })
  return content ? bytes(content, about) : answer(200, undefined, about)
}

/** Who asked for a file gets it, even where it can't be written down: a point more or less is not worth a promise broken. Somebody is told. */
async function recordOrGoOn(asked: AskedFile, method: string, headers: Headers): Promise<void> {
  try {
    await recordDownload(asked, {
      method,
      agent: headers['user-agent'],
      purpose: headers['sec-purpose'] ?? headers.purpose,
    })
  } catch (error) {
    measure(metricNames.downloadsUnrecorded)
    log.error('a download could not be written down', {
      leadId: asked.leadId,
      file: asked.file.id,
      error: error as Error,
    })
  }
}
