import { parentPort } from 'node:worker_threads'
import { checkFolder } from '../../core/content/check-folder.ts'

/** Checks one folder after the other, in a thread that may be ended. */
parentPort?.on('message', async (files: Record<string, string>) => {
  try {
    const { problems, emails, contents } = await checkFolder(files)
    const read = emails.some(({ locales }) => locales.size > 0) || contents.length > 0
    parentPort?.postMessage({ read, problems })
  } catch (error) {
    parentPort?.postMessage({ thrown: (error as Error).stack ?? String(error) })
  }
})
parentPort?.postMessage('ready')
